/// A topology that uses every key of the language.
let wholeLanguage = """
    picket: 1
    network: whole
    segments:
      internet: { public: true, cidr: [198.51.100.0/24, '2001:db8::/64'] }
      backbone: { cidr: [10.1.10.0/24, fd00:10::/64], latency: 20ms }
      wide: { cidr: 10.2.0.0/16, latency: 1.5s }
    defaults:
      zone: a
      peer_port: 50333
      firewall: { monitoring: { port: 9100 } }
      daemon: { node_db: { path: /var/lib/skywelld/db } }
      ssh: { user: operator }
    roles:
      sentry:
        firewall: { limits: { total: 200, per_source: 4, per_prefix: 16, new_per_minute: 30 } }
        daemon: { sntp_servers: [10.1.10.1] }
      relay: { zone: r }
    groups:
      north: { zone: n, role: sentry, secrets: { store: north-keys } }
    hosts:
      v-{1..2}:
        role: validator
        group: north
        zone: z{1..2}
        backbone: 10.1.10.{51..52}
        sentries: { select: ['s-*', zone=b], at_least: 2, spread_over: zone, via: backbone }
        secrets: { node_seed: 'file:secrets/v-{1..2}.seed', validation_seed: env:SEED }
        ssh: { address: 'v{1..2}.example', port: 2222, identity: ~/.ssh/id, jump: operator@203.0.113.10 }
      s-{1..2}: { group: north, zone: '{a,b}', backbone: ['10.1.10.{61..62}', 'fd00:10::{61..62}'], internet: 198.51.100.{11..12}, peers: [hub-1] }
      v-3: { role: validator, backbone: 10.1.10.53 }
      r-1: { role: relay, backbone: 10.1.10.70 }
      t-1: { role: sentry, backbone: 10.1.10.63, internet: 198.51.100.13 }
      hub-1:
        role: hub
        internet: 198.51.100.40
        daemon: { port_ws_public: { ip: 198.51.100.40, port: 5020, protocol: ws } }
      partner: { role: external, internet: 198.51.100.99, peer_port: 50444 }
      big-{1..5}: { role: sentry, group: big, internet: '198.51.100.{101..105}', wide: '{10.2.0.254..10.2.1.2}' }
    trust:
      scope: group
      validators: { partner-a: n94a1u4rAz288pZLtw6yFWVbi89YamiC6JBXPVUr5zmExe5fTVg9 }
      quorum: 5
    daemon:
      dialect: truechain
      node_db: { type: RocksDB, path: /elsewhere }
      mysql_config: file:secrets/mysql.txt
      rpc_startup: ['{"command": "log_level", "severity": "fatal"}']
      node_size: small
    firewall:
      administration: [203.0.113.0/24, '2001:db8:1::/48']
      monitoring: { from: [10.1.10.9] }
      egress:
        ntp: { to: [10.1.10.1], protocol: udp, port: 123 }
        dns: { to: [10.1.10.2], port: 53 }
      log: { per_minute: 5 }
      anti_spoofing: true
      syn_proxy: true
      rules:
        input_first: ['ip saddr 10.9.0.0/16 drop']
        input: ['ip saddr 10.1.10.9 tcp dport { 9200, 9300 } accept']
        input_last: ['udp dport 137-138 drop']
        output_first: ['meta skuid 1001 drop']
        output: []
        output_last: []
        forward: ['drop']
    secrets: { store: keys }
    ssh: { port: 22 }
    expect:
      - deny: { from: stranger, to: v-1, port: 50333, protocol: tcp }
      - allow: { from: s-1, to: backbone }
      - deny: { from: any, to: 10.1.10.0/24, port: 53, protocol: udp }
      - hidden: ['v-{1..2}']
      - survives: { sentries: 1 }
      - survives: { zones: 1 }
      - survives: { hosts: [s-1] }

    """
