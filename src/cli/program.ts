import { Command, Option } from 'commander';
import { editions } from '../profile/profile.ts';
import { hostPort, protoHostPort, repeated, seed, workers } from './arguments.ts';
import { exitCodesHelp, help } from './help.ts';
import type {
  CheckOptions,
  FaultsOptions,
  JudgeOptions,
  ReferenceOptions,
  RequirementsOptions,
  RunOptions,
} from './options.ts';
import { sutName } from './sut-name.ts';
import { version } from './version.ts';

const reportsFolder = 'reports';

/**
 * The command line of w2conf. Each command's code is loaded only when it runs.
 *
 * @param finish receives the exit code of the command that ran
 */
export function program(finish: (code: number) => void): Command {
  const w2conf = new Command('w2conf')
    .description(
      'Conformance tests for WebRTC access to IMS (3GPP TS 24.371): judges an eP-CSCF clause by clause.',
    )
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .configureHelp({ showGlobalOptions: false })
    .addHelpText('after', `${help.top}\n${exitCodesHelp}`)
    .exitOverride();
  const command = (name: keyof typeof help & string, about: string) =>
    w2conf.command(name).description(about).addHelpText('after', `${help[name]}\n${exitCodesHelp}`);
  const select = () =>
    new Option('--select <SEL>', 'clause, requirement id or tag expression; repeat it for a union')
      .argParser(repeated)
      .default([], 'everything');
  const out = (what: string) => new Option('--out <DIR>', what).default(reportsFolder);
  const waivers = () => new Option('--waivers <FILE>', 'failures agreed upon, each with reason and last day');
  const profile = () => new Option('--profile <FILE>', 'PICS and PIXIT of the SUT (w2conf init writes one)');

  command('run', 'judge a SUT')
    .option(
      '--sut <SUT>',
      "reference, reference:FAULT, remote, process, process:PROGRAM, container, image:NAME or kamailio (default: the profile's driver)",
    )
    .addOption(profile())
    .addOption(select())
    .addOption(out('folder for the record and the reports'))
    .option('--parallel <N>', 'number of workers', workers, 1)
    .option('--seed <N>', 'repeat the order and the identities of an earlier run', seed)
    .addOption(
      new Option('--edition <EDITION>', 'whose text judges; overrides the profile').choices(editions),
    )
    .addOption(waivers())
    .option('--no-preflight', 'start without looking first whether the SUT answers')
    .action(async ({ sut, ...options }: Omit<RunOptions, 'sut'> & { readonly sut?: string }) => {
      const chosen: RunOptions = { ...options, sut: sutName(sut, options.profile) };
      const { runCommand } = await import('./run.ts');
      finish(await runCommand(chosen));
    });

  command('requirements', 'list the catalogue with its coverage')
    .addOption(select())
    .option('--json', 'as a JSON array', false)
    .action(async (options: RequirementsOptions) => {
      const { requirementsCommand } = await import('./requirements.ts');
      finish(await requirementsCommand(options));
    });

  command('explain', 'show everything about one requirement')
    .argument('<ID>', 'requirement id')
    .action(async (id: string) => {
      const { explainCommand } = await import('./explain.ts');
      finish(await explainCommand({ id }));
    });

  command('reference', 'run the reference eP-CSCF as a server')
    .addOption(new Option('--w2 <HOST:PORT>', 'where WICs connect').argParser(hostPort).makeOptionMandatory())
    .addOption(
      new Option('--mw <PROTO:HOST:PORT>', 'its address at Mw')
        .argParser(protoHostPort)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--core <PROTO:HOST:PORT>', 'its next hop at Mw')
        .argParser(protoHostPort)
        .makeOptionMandatory(),
    )
    .option(
      '--cert <FILE>',
      'PEM certificate chain, together with --key (default: a fresh one with its own CA)',
    )
    .option('--key <FILE>', 'PEM private key')
    .option('--fault <NAME>', 'break one requirement (w2conf faults lists the names)')
    .addOption(new Option('--variant <NAME>', 'differ in one legal way').conflicts('fault'))
    .addOption(profile())
    .action(async (options: ReferenceOptions, self: Command) => {
      if ((options.cert === undefined) !== (options.key === undefined)) {
        self.error("error: options '--cert <FILE>' and '--key <FILE>' go together");
      }
      const { referenceCommand } = await import('./reference.ts');
      finish(await referenceCommand(options));
    });

  command('faults', 'prove the tests: every fault must fail, every legal variant must pass')
    .addOption(select())
    .option('--full', 'every fault against every scenario', false)
    .addOption(out('folder for faults.json'))
    .action(async (options: FaultsOptions) => {
      const { faultsCommand } = await import('./faults.ts');
      finish(await faultsCommand(options));
    });

  command('judge', 'judge stored records again, or several together, without a SUT')
    .argument('<RECORD...>', 'record.ndjson of earlier runs')
    .addOption(out('folder for the reports'))
    .addOption(waivers())
    .action(async (records: string[], options: Omit<JudgeOptions, 'records'>) => {
      const { judgeCommand } = await import('./judge.ts');
      finish(await judgeCommand({ ...options, records }));
    });

  command('init', 'write a commented profile')
    .argument('[FILE]', 'a file that does not exist yet (default: standard output)')
    .action(async (file: string | undefined) => {
      const { initCommand } = await import('./init.ts');
      finish(await initCommand(file === undefined ? {} : { file }));
    });

  command('check', 'check a profile and whether its SUT answers')
    .addOption(profile().makeOptionMandatory())
    .action(async (options: CheckOptions) => {
      const { checkCommand } = await import('./check.ts');
      finish(await checkCommand(options));
    });

  return w2conf;
}
