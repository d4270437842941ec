/* Proves claims about flattened rulesets with BuDDy: the peer that `Benchmarks/prover` measures Picket against.
 *
 *   bdd-prover FILE [pairs]
 *
 * FILE is written by flatten.py, which says how. Every field is as many variables as it has bits, the highest one first.
 * Prints a line `violated CLAIM HOST` for each claim that does not hold, and with `pairs`, a line `reaches HOST HOST` for
 * every two hosts the first of which can send a first packet to the second. Seconds go to standard error. */
#include <bdd.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { INPUT, OUTPUT, FORWARD, HOOKS };
enum { NONE_ACCEPTED, NONE_DROPPED, NONE_SURELY_DROPPED };
enum { AS_LISTED, WORLDS = 3 };
enum { SURELY, PERHAPS, NEVER };
enum { FIELD_SOURCE = 5, FIELD_DESTINATION = 6 };

typedef struct { BDD may_accept, may_drop; } function;

static const uint32_t *word;
static uint32_t field_count, first_bit[32], width[32];

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static uint32_t next(void) { return *word++; }

/* Replaces a referenced diagram by another one. */
static void replace(BDD *old, BDD new) {
    bdd_addref(new);
    bdd_delref(*old);
    *old = new;
}

/* The values of a field up to a limit, or from one on. */
static BDD bounded(uint32_t field, uint32_t limit, int is_upper) {
    BDD result = bddtrue;
    for (uint32_t bit = 0; bit < width[field]; bit++) {
        BDD variable = bdd_addref(bdd_ithvar(first_bit[field] + width[field] - 1 - bit));
        int is_set = limit >> bit & 1;
        BDD new = is_upper ? (is_set ? bdd_ite(variable, result, bddtrue) : bdd_ite(variable, bddfalse, result))
                           : (is_set ? bdd_ite(variable, result, bddfalse) : bdd_ite(variable, bddtrue, result));
        bdd_delref(variable);
        replace(&result, new);
    }
    return result;
}

static BDD value(uint32_t field, uint32_t number) {
    BDD result = bddtrue;
    for (uint32_t bit = 0; bit < width[field]; bit++) {
        int variable = first_bit[field] + width[field] - 1 - bit;
        BDD literal = number >> bit & 1 ? bdd_ithvar(variable) : bdd_nithvar(variable);
        replace(&result, bdd_apply(literal, result, bddop_and));
    }
    return result;
}

static BDD range(uint32_t field, uint32_t low, uint32_t high) {
    if (low == high) return value(field, low);
    BDD lower = bounded(field, low, 0), upper = bounded(field, high, 1);
    BDD result = bdd_addref(bdd_apply(lower, upper, bddop_and));
    bdd_delref(lower);
    bdd_delref(upper);
    return result;
}

/* A box: one range for each of some fields. */
static BDD read_box(void) {
    BDD result = bddtrue;
    for (uint32_t terms = next(); terms > 0; terms--) {
        uint32_t field = next(), low = next(), high = next();
        BDD term = range(field, low, high);
        replace(&result, bdd_apply(result, term, bddop_and));
        bdd_delref(term);
    }
    return result;
}

/* What lies in some box of each of several lists of boxes. */
static BDD read_condition(void) {
    BDD result = bddtrue;
    for (uint32_t lists = next(); lists > 0; lists--) {
        BDD any = bddfalse;
        for (uint32_t boxes = next(); boxes > 0; boxes--) {
            BDD box = read_box();
            replace(&any, bdd_apply(any, box, bddop_or));
            bdd_delref(box);
        }
        replace(&result, bdd_apply(result, any, bddop_and));
        bdd_delref(any);
    }
    return result;
}

/* Some conditions, but for some others. */
static BDD read_packets(void) {
    BDD result = bddfalse;
    for (uint32_t parts = next(); parts > 0; parts--) {
        BDD part = read_condition();
        replace(&result, bdd_apply(result, part, bddop_or));
        bdd_delref(part);
    }
    for (uint32_t parts = next(); parts > 0; parts--) {
        BDD part = read_condition();
        replace(&result, bdd_apply(result, part, bddop_diff));
        bdd_delref(part);
    }
    return result;
}

static void set(function *to, function from) {
    replace(&to->may_accept, from.may_accept);
    replace(&to->may_drop, from.may_drop);
}

static function decided(BDD condition, int accepts, int is_perhaps, function after) {
    BDD if_accept = accepts ? bddtrue : bddfalse, if_drop = accepts ? bddfalse : bddtrue;
    if (is_perhaps) {
        if_accept = bdd_addref(bdd_apply(if_accept, after.may_accept, bddop_or));
        if_drop = bdd_addref(bdd_apply(if_drop, after.may_drop, bddop_or));
    }
    function result = { bdd_addref(bdd_ite(condition, if_accept, after.may_accept)), 0 };
    result.may_drop = bdd_addref(bdd_ite(condition, if_drop, after.may_drop));
    bdd_delref(if_accept);
    bdd_delref(if_drop);
    return result;
}

static void release(function old) {
    bdd_delref(old.may_accept);
    bdd_delref(old.may_drop);
}

/* Rules come last first, so that each is put before what follows it. */
static void read_chain(function worlds[WORLDS]) {
    BDD accept = next() ? bddtrue : bddfalse;
    for (int world = 0; world < WORLDS; world++) worlds[world] = (function){ accept, bdd_not(accept) };
    for (uint32_t rules = next(); rules > 0; rules--) {
        uint32_t accepts = next(), certainty[WORLDS];
        for (int world = 0; world < WORLDS; world++) certainty[world] = next();
        BDD condition = read_condition();
        function before[WORLDS];
        memcpy(before, worlds, sizeof(before));
        for (int world = 0; world < WORLDS; world++) {
            int twin = 0;
            while (twin < world && (certainty[twin] != certainty[world] || before[twin].may_accept != before[world].may_accept
                                    || before[twin].may_drop != before[world].may_drop)) twin++;
            worlds[world] = (function){ bddfalse, bddfalse };
            if (certainty[world] == NEVER) {
                set(&worlds[world], before[world]);
            } else if (twin < world) {
                set(&worlds[world], worlds[twin]);
            } else {
                worlds[world] = decided(condition, accepts, certainty[world] == PERHAPS, before[world]);
            }
        }
        for (int world = 0; world < WORLDS; world++) release(before[world]);
        bdd_delref(condition);
    }
}

/* What comes through one chain comes to the next one of the hook. */
static void follow(function *first, function next) {
    BDD may_accept = bdd_addref(bdd_apply(first->may_accept, next.may_accept, bddop_and));
    BDD later = bdd_addref(bdd_apply(first->may_accept, next.may_drop, bddop_and));
    BDD may_drop = bdd_addref(bdd_apply(first->may_drop, later, bddop_or));
    bdd_delref(later);
    release(*first);
    release(next);
    *first = (function){ may_accept, may_drop };
}

static void read_hook(function worlds[WORLDS]) {
    for (int world = 0; world < WORLDS; world++) worlds[world] = (function){ bddtrue, bddfalse };
    for (uint32_t chains = next(); chains > 0; chains--) {
        function chain[WORLDS];
        read_chain(chain);
        for (int world = 0; world < WORLDS; world++) follow(&worlds[world], chain[world]);
    }
}

static int holds(uint32_t mode, BDD packets, function chain) {
    BDD against = mode == NONE_ACCEPTED ? bdd_apply(packets, chain.may_accept, bddop_and)
        : mode == NONE_DROPPED          ? bdd_apply(packets, chain.may_drop, bddop_and)
                                        : bdd_apply(packets, chain.may_accept, bddop_diff);
    return against == bddfalse;
}

/* What a host sends, and what it takes, as a first packet with one of its own addresses, whatever its interfaces. */
static BDD end_of(BDD accepted, BDD wire, BDD interfaces, uint32_t field, const uint32_t *addresses, uint32_t count) {
    BDD own = bddfalse;
    for (uint32_t index = 0; index < count; index++) {
        BDD address = range(field, addresses[index], addresses[index]);
        replace(&own, bdd_apply(own, address, bddop_or));
        bdd_delref(address);
    }
    replace(&own, bdd_apply(own, wire, bddop_and));
    BDD result = bdd_addref(bdd_appex(accepted, own, bddop_and, interfaces));
    bdd_delref(own);
    return result;
}

int main(int count, char **arguments) {
    double start = now();
    FILE *file = count >= 2 ? fopen(arguments[1], "rb") : NULL;
    if (!file) return 64;
    int wants_pairs = count >= 3 && !strcmp(arguments[2], "pairs");
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    uint32_t *words = malloc(size);
    if (fread(words, 1, size, file) != (size_t)size) return 66;
    word = words;

    bdd_init(500000, 100000);
    bdd_setmaxincrease(1000000);
    bdd_gbc_hook(NULL);
    field_count = next();
    uint32_t bits = 0;
    for (uint32_t field = 0; field < field_count; field++) {
        first_bit[field] = bits;
        bits += width[field] = next();
    }
    bdd_setvarnum(bits);

    BDD leaving = bddtrue, entering = bddtrue, interfaces = bddtrue;
    uint32_t host_count = next();
    BDD *sent = calloc(host_count, sizeof(BDD)), *taken = calloc(host_count, sizeof(BDD));
    const char **names = calloc(host_count, sizeof(char *));
    /* What a first packet is on its way out and in, and the interfaces, which a wire does not keep. */
    replace(&leaving, read_packets());
    replace(&entering, read_packets());
    for (uint32_t fields = next(); fields > 0; fields--) {
        uint32_t field = next();
        for (uint32_t bit = 0; bit < width[field]; bit++)
            replace(&interfaces, bdd_apply(interfaces, bdd_ithvar(first_bit[field] + bit), bddop_and));
    }
    for (uint32_t host = 0; host < host_count; host++) {
        names[host] = (const char *)word;
        word += 16;
        function hooks[HOOKS][WORLDS];
        for (int hook = 0; hook < HOOKS; hook++) read_hook(hooks[hook]);
        for (uint32_t claims = next(); claims > 0; claims--) {
            const char *claim = (const char *)word;
            word += 8;
            int is_broken = 0;
            for (uint32_t questions = next(); questions > 0; questions--) {
                uint32_t mode = next(), hook = next(), world = next();
                BDD packets = read_packets();
                if (!holds(mode, packets, hooks[hook][world])) is_broken = 1;
                bdd_delref(packets);
            }
            if (is_broken) printf("violated %s %s\n", claim, names[host]);
        }
        uint32_t address_count = next();
        if (wants_pairs) {
            sent[host] = end_of(hooks[OUTPUT][AS_LISTED].may_accept, leaving, interfaces, FIELD_SOURCE, word, address_count);
            taken[host] = end_of(hooks[INPUT][AS_LISTED].may_accept, entering, interfaces, FIELD_DESTINATION, word, address_count);
        }
        word += address_count;
        for (int hook = 0; hook < HOOKS; hook++)
            for (int world = 0; world < WORLDS; world++) release(hooks[hook][world]);
    }
    double proved = now();
    if (wants_pairs)
        for (uint32_t from = 0; from < host_count; from++)
            for (uint32_t to = 0; to < host_count; to++)
                if (from != to && bdd_apply(sent[from], taken[to], bddop_and) != bddfalse)
                    printf("reaches %s %s\n", names[from], names[to]);
    fprintf(stderr, "hosts %f\npairs %f\n", proved - start, now() - proved);
    return 0;
}
