/** The part of each help text that teaches: examples and exit codes. */

export const exitCodesHelp = `
Exit codes, the first that applies:
  2  usage or configuration mistake, nothing selected, or nothing selected applies
  4  incomplete: interrupted, or a selected scenario did not run
  1  a requirement failed, and no waiver covers it
  3  the SUT cannot be reached, or w2conf itself went wrong
  6  a waiver has ended or is no longer needed
  5  a requirement could not be decided
  0  otherwise; warnings alone count as passed`;

const selections = `
Selections:
  6.4                 a clause of TS 24.371 and those below it (6.4.1, but not 6.40)
  24.229:5.2.2.1      a clause of a base specification
  EPC-6.4.1-1a        one requirement
  '@clause:6.4.1 and not @req:EPC-6.4.1-1a'    a tag expression over the scenarios`;

export const help = {
  top: `
Examples:
  w2conf run                            try everything against the built-in reference eP-CSCF
  w2conf init my-epcscf.yaml            write a profile to fill in
  w2conf check --profile my-epcscf.yaml
  w2conf run --profile my-epcscf.yaml --select 6.4.1
  w2conf <command> --help               more about a command`,
  run: `${selections}

Examples:
  w2conf run                                        the built-in reference eP-CSCF
  w2conf run --sut remote --profile my.yaml         your own
  w2conf run --profile my.yaml --select 6.4.1 --select EPC-7.4.3-1
  w2conf run --sut process --profile my.yaml        started by w2conf, as the profile says
  w2conf run --sut image:epcscf --profile my.yaml   a container of this image, started as the profile says
  w2conf run --sut kamailio                         the container that comes along, as a second opinion
  w2conf run --sut reference:no-path                see how a failure is reported
  w2conf run --parallel 2 --out reports/nightly
  w2conf run --profile my.yaml --waivers waivers.yaml

A list of waivers, failures that you have agreed to live with for a time (exit code 6 when one is not needed any more):
  - requirement: EPC-6.4.1-2
    reason: mended in release 4.2
    link: https://issues.example/42
    until: 2027-03-31`,
  requirements: `${selections}

Examples:
  w2conf requirements --select 6.4.1
  w2conf requirements --json`,
  explain: `
Example:
  w2conf explain EPC-6.4.1-1a`,
  reference: `
Once it listens it prints one line: {"ready":true,"w2":"wss://…","mw":"udp:…","ca":"FILE"}. It ends on SIGINT or SIGTERM.

Example, with the addresses of the profile that w2conf init writes:
  w2conf reference --w2 127.0.0.1:8443 --mw udp:127.0.0.1:5060 --core udp:127.0.0.1:5070`,
  faults: `${selections}

Examples:
  w2conf faults --select 6.4.1
  w2conf faults --full --out reports`,
  judge: `
Folds the checks stored in the records with today's catalogue and waivers; no SUT is asked. Several records, for example of
shards of one run, become one report.

Example:
  w2conf judge reports/record.ndjson --out reports/again`,
  init: `
Examples:
  w2conf init                           look at it
  w2conf init my-epcscf.yaml`,
  check: `
Example:
  w2conf check --profile my-epcscf.yaml`,
} as const;
