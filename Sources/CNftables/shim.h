#pragma once
#include <linux/netlink.h>
#include <nftables/libnftables.h>
#include <sys/socket.h>

// Lets large rulesets, each of which is one message to the kernel, through the sockets of libnftables. That asks for it itself
// (SO_SNDBUFFORCE) and is refused in a user namespace; this asks for as much as net.core.wmem_max lets anybody have. Sockets with
// higher numbers are not looked at: libnftables takes the first that is free.
static inline void picket_enlarge_netfilter_sockets(void) {
    const int wanted = 1 << 28;
    for (int descriptor = 3; descriptor < 1024; descriptor++) {
        int value = 0;
        socklen_t size = sizeof value;
        if (getsockopt(descriptor, SOL_SOCKET, SO_DOMAIN, &value, &size) != 0 || value != AF_NETLINK) continue;
        if (getsockopt(descriptor, SOL_SOCKET, SO_PROTOCOL, &value, &size) != 0 || value != NETLINK_NETFILTER) continue;
        setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &wanted, sizeof wanted);
    }
}
