// Kernel interfaces that Swift's Glibc module does not show: netlink, namespaces, packet sockets.
#pragma once
#include <linux/close_range.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <linux/memfd.h>
#include <linux/netlink.h>
#include <linux/prctl.h>
#include <linux/rtnetlink.h>
#include <linux/sched.h>
#include <linux/veth.h>
#include <malloc.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

// glibc declares these only under _GNU_SOURCE, which would contradict the Glibc module.
extern int unshare(int flags);
extern int setns(int descriptor, int kind);
extern int mount(const char *source, const char *target, const char *type, unsigned long flags, const void *data);
extern int close_range(unsigned int first, unsigned int last, int flags);
extern int memfd_create(const char *name, unsigned int flags);
extern int pipe2(int descriptors[2], int flags);
extern int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *directory);
struct picket_message {  // struct mmsghdr
    struct msghdr msg_hdr;
    unsigned int msg_len;
};
extern int sendmmsg(int socket, struct picket_message *messages, unsigned int count, int flags);

// Swift's Glibc module forbids it, since a copy of a process has only one of its threads.
static inline pid_t picket_fork(void) { return fork(); }

// Swift cannot call variadic functions.
extern int prctl(int option, ...);
static inline int picket_set_parent_death_signal(int signal) { return prctl(PR_SET_PDEATHSIG, signal); }

static inline int picket_ioctl(int descriptor, unsigned long request, void *argument) {
    return ioctl(descriptor, request, argument);
}
enum { PICKET_TUNSETIFF = 0x400454ca };  // linux/if_tun.h: a macro that Swift cannot read

// Files: replacing a folder in one step, writing a whole file system back, the kernel's source of chance.
enum { PICKET_RENAME_NOREPLACE = 1, PICKET_RENAME_EXCHANGE = 2 };  // linux/fs.h, which quarrels with sys/mount.h
extern int renameat2(int from, const char *old, int to, const char *replacement, unsigned int flags);
extern int syncfs(int descriptor);
extern ssize_t getrandom(void *buffer, size_t length, unsigned int flags);
