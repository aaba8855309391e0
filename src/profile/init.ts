/** The commented profile that `w2conf init` prints; it says the defaults of a remote SUT. */
export const initialProfile = `# Profile of one eP-CSCF for w2conf: what it supports (PICS) and what the tester must know (PIXIT).
# A key that is left out has the value shown here. \`w2conf check --profile FILE\` tells whether all is in order.

# Whose text judges: D is the source documents of the catalogue, R12 and R17 are published releases of TS 24.371.
edition: D

sut:
  name: my-epcscf                 # as it shall stand in the reports
  # remote: it runs already; process, container: w2conf starts it; reference: the eP-CSCF built into w2conf.
  driver: remote
  # With driver: process or container. In command, environment and files {w2.port} and the like are filled in;
  # docs/your-sut.md lists them. A program with a slash in its name is looked up from this file's folder.
  # process:
  #   command: [./start, --verbose]
  #   environment: { EPC_PORT: '{w2.port}', EPC_CONFIG: '{run}/my.cfg' }
  #   files: { my.cfg: "next-hop={core.host}:{core.port}" }     # made in the folder {run} before each start
  #   ready: websocket            # it serves when a WebSocket opens; options: when an OPTIONS at Mw gets 200
  #   startWithin: 10s            # from the start until it is ready
  #   stopWithin: 5s              # from SIGTERM until all its processes are gone; then SIGKILL
  # container:
  #   image: vendor/epcscf:1.2    # one that the engine has or can pull; or build: FOLDER, relative to this file
  #   network: host               # or bridge: an address of its own, in a network of its own
  #   environment: { EPC_PORT: '{w2.port}' }
  #   files: { /etc/epcscf/my.cfg: "next-hop={core.host}:{core.port}" }       # ready, startWithin, stopWithin as above

# W2, where the WICs connect.
w2:
  url: wss://127.0.0.1:8443/      # where the SUT takes WebSockets; wss: or ws: (port 0 is a free one when w2conf starts it)
  # The CA that signed the SUT's certificate, PEM, relative to this file. Without it the system's CAs count.
  ca: ./ca.pem
  # The name in the SUT's certificate, when it is not the host of the URL; also sent as SNI.
  # servername: epcscf.example
  # What the SUT sees of a WIC's source address: exact (address and port, nothing in between),
  # host-only (a device on the way changes the port), unknown (a load balancer or NAT changes both).
  expectedSource: exact
  origin: https://wwsf.example              # the Origin that WICs send in the WebSocket handshake
  forbiddenOrigin: https://evil.example     # an Origin that the SUT must refuse (only with pics.originCheck)

# Mw, between the SUT and the core that w2conf plays: I-CSCF, S-CSCF and E-CSCF behind one address.
mw:
  listen:                         # where our core listens, UDP and TCP; make it the SUT's next hop
    host: 127.0.0.1               # an address of this machine that the SUT reaches
    port: 5070                    # free on this machine
  sut: udp:127.0.0.1:5060         # where to send when the SUT's Path or Via cannot be resolved; udp: or tcp:
  transport: udp                  # how our core sends by itself
  # How the SUT forwards: proxy, b2bua (own Call-ID, CSeq and Contact towards the core), or unknown.
  # Whether dialog identifiers and Contact survive the way through is judged only with proxy.
  role: unknown

# Where media flow in calls (with pics.media), all over UDP. IP addresses; both ends are, unless told, that of mw.listen.
media:
  wic: 127.0.0.1                  # an address of this machine for the WICs' media; the SUT's media gateway reaches it
  core: 127.0.0.1                 # the same for the user behind the core; another one than wic's where routing asks
  # The media gateway's own addresses: told to a SUT that w2conf starts, and checked where they are given.
  # agw:
  #   access: { host: 127.0.0.1, ports: 40000-44999 }     # towards WICs; without ports any port will do
  #   core: { host: 127.0.0.1, ports: 45000-49999 }       # towards the core

# The IMS network that our core plays.
home:
  domain: ims.example             # home domain and realm of the users
  visitedNetwork: ims.example     # what the SUT is set to write into P-Visited-Network-ID
  ioi: ims.example                # what the SUT is set to write as its orig-ioi or term-ioi

# Who registers. generated: new users for every scenario, since our core accepts anyone. fixed: only those listed,
# for an SUT that lets in known users; scenarios then run one at a time.
identities:
  mode: generated                 # or fixed
  # list:
  #   - impi: alice@ims.example
  #     impus: ["sip:alice@ims.example", "tel:+15550100"]    # the first is the default one
  #     password: secret                                     # SIP digest
  #     k: 0123456789abcdef0123456789abcdef                  # IMS AKA only
  #     opc: 0123456789abcdef0123456789abcdef
  #     token: eyJhbGciOiJFUzI1NiJ9.e30.c2ln               # only with pixit.token.from: static

# W1: the authorization function (WAF) and the web server (WWSF) that w2conf plays, both over HTTPS, when the SUT
# supports webAuth and pixit.token.from is embedded. Port 0: the system chooses, as it does by default for a SUT that
# w2conf starts.
waf:
  listen:                         # the WAF; https://HOST:PORT is the issuer that the SUT must know
    host: 127.0.0.1
    port: 5071                    # free on this machine
  thirdParty:                     # a WAF outside the operator, with keys of its own (pics.thirdPartyWaf)
    host: 127.0.0.1
    port: 5072                    # free as well
  wwsf:                           # the web server where users log in
    host: 127.0.0.1
    port: 5073                    # free as well
    id: wwsf.ims.example          # who it is in tokens; the SUT must admit it
  # Certificate and key of these servers, PEM, relative to this file. Without them w2conf makes them for each run,
  # with a CA that a SUT which runs already cannot know.
  # cert: ./waf-cert.pem
  # key: ./waf-key.pem
  audience: urn:ims:epcscf                  # aud of a valid token
  scope: webrtc-ims-client-access-to-ims    # scope of a valid token (33.203 X.3)
  introspection:                  # the SUT's client credentials at the WAF's introspection endpoint (RFC 7662)
    id: epcscf
    secret: introspection-secret  # what the SUT is set to authenticate with

# PICS: what the SUT supports. A requirement whose condition does not hold becomes not-applicable.
# When w2conf can configure the SUT (driver: reference) a list covers several values: emergencyPolicy: [reject, proceed]
pics:
  sipDigest: true                 # registration with SIP digest over TLS (24.371 6.4.1)
  imsAka: false                   # registration with IMS AKA
  webAuth: true                   # registration on a web credential: access token (24.371 6.4.2)
  pool: true                      # registration of a user out of a pool of identities (24.371 6.1)
  outbound: false                 # several flows for one user (RFC 5626)
  gruu: false                     # GRUU (RFC 5627)
  regEvent: true                  # subscribes to the reg event of its users (24.229 5.2.3)
  rtcpMux: false                  # keeps a=rtcp-mux towards the WIC
  iceLite: true                   # its media gateway does ICE lite; false: full ICE
  media: true                     # has a media gateway (eIMS-AGW), and it is reached at the addresses of its SDP
  consent: false                  # its media gateway stops when the WIC's consent expires (RFC 7675)
  dataChannel: false              # WebRTC data channels
  originCheck: false              # refuses WebSocket handshakes by Origin
  thirdPartyWaf: false            # accepts tokens of an authorization function (WAF) outside the operator
  # How it validates tokens: jwks (signed JWTs, keys of the WAF), introspection (opaque tokens, RFC 7662).
  tokenValidation: jwks
  emergencyPolicy: reject         # an emergency call at this P-CSCF: reject (380) or proceed (to the E-CSCF)
  # How the SUT learns in which country the WIC is: pani (P-Access-Network-Info), address (source address), unknown.
  originCountry: unknown

# PIXIT: what the tester must know besides. Durations are in ms or s.
pixit:
  t1: 500ms                       # SIP timer T1; 64 times T1 bounds every wait
  response: 2s                    # what comes later than this, but within 64 times T1, is a warning
  guard: 300ms                    # how long to look for what must not come
  deregistrationGrace: 5s         # how long the SUT may keep a connection after deregistration
  consentExpiry: 30s              # how long media may go on without ICE consent (pics.consent)
  emergency:                      # the numbers and URNs which the SUT takes for emergency calls
    home: ["112", "urn:service:sos"]        # in its own country
    partners: { "262": ["110"] }            # by mobile country code, in the countries of roaming partners
    homeCountry: "001"                      # its mobile country code, quoted: 001 is not the number 1
  token:
    style: access_token           # where the WIC puts its token: access_token, or rfc6750
    # Who issues tokens: embedded (the WAF of w2conf), clientCredentials (the vendor's own WAF), static (one token for
    # each identity of the list). Wrong tokens can be had from the embedded WAF alone.
    from: embedded
    lifetime: 300s                # how long a token of the embedded WAF is valid
    leeway: 60s                   # by how much the SUT lets clocks differ when it looks at exp and nbf
    # clientCredentials:
    #   endpoint: https://waf.example/token     # token endpoint; it is sent impi and impu, too
    #   id: wwsf
    #   secret: secret
    #   scope: webrtc-ims-client-access-to-ims  # optional
    #   ca: ./waf-ca.pem                        # CA of its certificate; without it the system's CAs count
  erratum:
    # integrity-protected after TLS with SIP digest: the source text says tls-protected, 33.203 tls-yes.
    D1: either                    # tls-yes, tls-protected, or either
`;
