// The floor for building a lab: the same namespaces, cables, addresses and tables by bare kernel calls in one process.
// Usage: bare-lab HOSTS; prints the seconds it took. Every second host gets two cables, as validators and sentries do.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static char buffer[1 << 16];
static size_t used;
static struct nlmsghdr *message;

static void fail(const char *what) { perror(what); exit(1); }

static void begin(int type, int flags, const void *body, size_t size) {
    message = (struct nlmsghdr *)(buffer + used);
    memset(message, 0, NLMSG_HDRLEN + NLMSG_ALIGN(size));
    message->nlmsg_type = type;
    message->nlmsg_flags = NLM_F_REQUEST | flags;
    memcpy(NLMSG_DATA(message), body, size);
    used += NLMSG_HDRLEN + NLMSG_ALIGN(size);
}

static size_t put(int type, const void *data, size_t size) {
    size_t at = used;
    struct rtattr *attribute = (struct rtattr *)(buffer + used);
    attribute->rta_type = type;
    attribute->rta_len = RTA_LENGTH(size);
    memcpy(RTA_DATA(attribute), data, size);
    used += RTA_SPACE(size);
    return at;
}

static void close_nest(size_t at) { ((struct rtattr *)(buffer + at))->rta_len = used - at; }
static void end(void) { message->nlmsg_len = (buffer + used) - (char *)message; }

static int netlink(int protocol) {
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);
    if (fd < 0) fail("socket");
    return fd;
}

// Sends what was put together and waits for `answers` acknowledgements.
static void flush(int fd, int answers) {
    if (send(fd, buffer, used, 0) != (ssize_t)used) fail("send");
    used = 0;
    char answer[1 << 14];
    while (answers > 0) {
        ssize_t count = recv(fd, answer, sizeof answer, 0);
        if (count < 0) fail("recv");
        for (struct nlmsghdr *h = (void *)answer; NLMSG_OK(h, count); h = NLMSG_NEXT(h, count)) {
            if (h->nlmsg_type != NLMSG_ERROR) continue;
            errno = -((struct nlmsgerr *)NLMSG_DATA(h))->error;
            if (errno) fail("netlink");
            answers--;
        }
    }
}

static void set(const char *path, const char *text) {
    int fd = open(path, O_WRONLY);
    if (fd < 0 || write(fd, text, strlen(text)) < 0) fail(path);
    close(fd);
}

static void up(int index) {
    struct ifinfomsg body = {.ifi_index = index, .ifi_flags = IFF_UP, .ifi_change = IFF_UP};
    begin(RTM_NEWLINK, NLM_F_ACK, &body, sizeof body);
    end();
}

static void bridge(int fd, int index, const char *name) {
    struct ifinfomsg body = {.ifi_index = index, .ifi_flags = IFF_UP, .ifi_change = IFF_UP};
    begin(RTM_NEWLINK, NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL, &body, sizeof body);
    put(IFLA_IFNAME, name, strlen(name) + 1);
    size_t info = put(IFLA_LINKINFO, "", 0);
    put(IFLA_INFO_KIND, "bridge", 7);
    close_nest(info);
    end();
    flush(fd, 1);
}

static void cable(int fd, int index, int bridge, int namespace, const char *name, int inner) {
    char outer[16];
    snprintf(outer, sizeof outer, "c%d", index);
    struct ifinfomsg body = {.ifi_index = index, .ifi_flags = IFF_UP, .ifi_change = IFF_UP};
    struct ifinfomsg peer = {.ifi_index = inner};
    begin(RTM_NEWLINK, NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL, &body, sizeof body);
    put(IFLA_IFNAME, outer, strlen(outer) + 1);
    put(IFLA_MASTER, &bridge, 4);
    size_t info = put(IFLA_LINKINFO, "", 0);
    put(IFLA_INFO_KIND, "veth", 5);
    size_t data = put(IFLA_INFO_DATA, "", 0);
    size_t other = put(VETH_INFO_PEER, "", 0);
    memcpy(buffer + used, &peer, sizeof peer);
    used += NLMSG_ALIGN(sizeof peer);
    put(IFLA_IFNAME, name, strlen(name) + 1);
    put(IFLA_NET_NS_FD, &namespace, 4);
    close_nest(other);
    close_nest(data);
    close_nest(info);
    end();
    flush(fd, 1);
}

static void address(int index, unsigned number) {
    struct ifaddrmsg body = {.ifa_family = AF_INET, .ifa_prefixlen = 16, .ifa_index = index};
    unsigned net = htonl(number);
    begin(RTM_NEWADDR, NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL, &body, sizeof body);
    put(IFA_LOCAL, &net, 4);
    put(IFA_ADDRESS, &net, 4);
    end();
}

static void nft(int type, int flags) {
    struct nfgenmsg body = {.nfgen_family = NFPROTO_INET, .version = NFNETLINK_V0};
    if (type == NFNL_MSG_BATCH_BEGIN || type == NFNL_MSG_BATCH_END) {
        body.nfgen_family = AF_UNSPEC;
        body.res_id = htons(NFNL_SUBSYS_NFTABLES);
        begin(type, 0, &body, sizeof body);
    } else {
        begin(NFNL_SUBSYS_NFTABLES << 8 | type, NLM_F_CREATE | flags, &body, sizeof body);
    }
}

// One table, three base chains, eighteen rules that count: as many as a sentry has.
static void rules(void) {
    int fd = netlink(NETLINK_NETFILTER), answers = 0;
    nft(NFNL_MSG_BATCH_BEGIN, 0);
    end();
    nft(NFT_MSG_NEWTABLE, NLM_F_ACK);
    put(NFTA_TABLE_NAME, "bare", 5);
    end();
    answers++;
    const char *chains[] = {"input", "forward", "output"};
    int hooks[] = {NF_INET_LOCAL_IN, NF_INET_FORWARD, NF_INET_LOCAL_OUT};
    for (int i = 0; i < 3; i++) {
        unsigned hook_number = htonl(hooks[i]), priority = 0, policy = htonl(NF_ACCEPT);
        nft(NFT_MSG_NEWCHAIN, NLM_F_ACK);
        put(NFTA_CHAIN_TABLE, "bare", 5);
        put(NFTA_CHAIN_NAME, chains[i], strlen(chains[i]) + 1);
        size_t hook = put(NFTA_CHAIN_HOOK | NLA_F_NESTED, "", 0);
        put(NFTA_HOOK_HOOKNUM, &hook_number, 4);
        put(NFTA_HOOK_PRIORITY, &priority, 4);
        close_nest(hook);
        put(NFTA_CHAIN_POLICY, &policy, 4);
        put(NFTA_CHAIN_TYPE, "filter", 7);
        end();
        answers++;
    }
    for (int i = 0; i < 18; i++) {
        nft(NFT_MSG_NEWRULE, NLM_F_ACK | NLM_F_APPEND);
        put(NFTA_RULE_TABLE, "bare", 5);
        put(NFTA_RULE_CHAIN, chains[i % 3], strlen(chains[i % 3]) + 1);
        size_t list = put(NFTA_RULE_EXPRESSIONS | NLA_F_NESTED, "", 0);
        size_t element = put(NFTA_LIST_ELEM | NLA_F_NESTED, "", 0);
        put(NFTA_EXPR_NAME, "counter", 8);
        size_t data = put(NFTA_EXPR_DATA | NLA_F_NESTED, "", 0);
        close_nest(data);
        close_nest(element);
        close_nest(list);
        end();
        answers++;
    }
    nft(NFNL_MSG_BATCH_END, 0);
    end();
    flush(fd, answers);
    close(fd);
}

int main(int argc, char **argv) {
    int hosts = argc > 1 ? atoi(argv[1]) : 100;
    char map[32];
    snprintf(map, sizeof map, "0 %d 1", getuid());
    int group = getgid();
    if (unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS)) fail("unshare");
    set("/proc/self/setgroups", "deny");
    set("/proc/self/uid_map", map);
    snprintf(map, sizeof map, "0 %d 1", group);
    set("/proc/self/gid_map", map);

    struct timespec start, stop;
    clock_gettime(CLOCK_MONOTONIC, &start);
    set("/proc/sys/net/ipv6/conf/all/disable_ipv6", "1");
    int root = netlink(NETLINK_ROUTE), next = 1000;
    bridge(root, 10, "internet");
    bridge(root, 11, "backbone");
    for (int i = 0; i < hosts; i++) {
        if (unshare(CLONE_NEWNET)) fail("unshare host");
        int namespace = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
        set("/proc/sys/net/ipv6/conf/all/disable_ipv6", "1");
        rules();
        int here = netlink(NETLINK_ROUTE), cables = i % 5 == 0 ? 1 : 2;  // one validator to four sentries
        up(1);
        int answers = 1;
        size_t pending = used;
        char saved[256];
        memcpy(saved, buffer, pending);
        used = 0;
        for (int c = 0; c < cables; c++) cable(root, next++, 11 - c, namespace, c ? "internet" : "backbone", 2 + c);
        memcpy(buffer, saved, pending);
        used = pending;
        for (int c = 0; c < cables; c++) {
            up(2 + c);
            address(2 + c, (10u << 24) + ((unsigned)c << 16) + i + 1);
            answers += 2;
        }
        flush(here, answers);
        close(here);
    }
    clock_gettime(CLOCK_MONOTONIC, &stop);
    printf("%.3f\n", (stop.tv_sec - start.tv_sec) + (stop.tv_nsec - start.tv_nsec) / 1e9);
    return 0;
}
