import { Command, CommanderError } from 'commander';
import { isAbort, toErrorInfo } from '../../../shared/errors.ts';
import { policyIds } from '../../../shared/switching/policy.ts';
import { ask } from './ask.ts';
import { askPlan, type AskOptions } from './askPlan.ts';
import { exitCodeOf, exitCodes, type ExitCode } from './exitCodes.ts';
import { checkModel, getModel, listModels, openModels, removeModel } from './modelCommands.ts';
import type { Output } from './printRun.ts';
import { safeText } from './safeText.ts';
import { readQuestion } from './readQuestion.ts';
import { serve, web, type ServeOptions } from './serveCommands.ts';
import { listenForStops } from './stopping.ts';

const stopping = listenForStops({ on: process, exit: (stopCode) => process.exit(stopCode), now: () => performance.now() });
// A reader that has enough (`| head`) is no error: the work ends as with Ctrl+C.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  stopping.stop();
});
const out: Output = { write: (text) => void process.stdout.write(text), isTerminal: process.stdout.isTTY };
const note = (words: string) => void process.stderr.write(`${safeText(words)}\n`);
let code: ExitCode = exitCodes.answered;
/** Runs a command and keeps its exit code. */
const does = <A extends readonly unknown[]>(work: (...args: A) => Promise<ExitCode> | ExitCode) => async (...args: A) => { code = await work(...args); };

const program = new Command('tandem')
  .description('An assistant that thinks on this machine and asks a larger model only for the steps it would get wrong.')
  .exitOverride().showHelpAfterError('Add --help to see what is understood.');

program.command('ask').argument('<question>', 'the question; "-" reads it from standard input')
  .description('answer one question and show each step')
  .option('--local <model>', 'local model: a name from "models list", or a path to a GGUF')
  .option('--expert <expert>', 'none, claude, claude:ID, a URL (URL#MODEL), a name or a path to a larger GGUF')
  .option('--policy <id>', `who decides: ${policyIds.join(', ')}`)
  .option('--dial <p>', 'ask when the doubt exceeds p: 0 always asks, 1 never does')
  .option('--seed <n>', 'for policies that draw')
  .option('--documents <file>', 'JSON list of { "title", "text" } that the model may look things up in')
  .option('--agree <usd>', 'agree that steps go to this remote expert, up to so many dollars a month')
  .option('--json', "the trace's events, one a line")
  .option('--strict', 'stop when the expert fails (exit code 4)')
  .addHelpText('after', '\nExample:\n  npm run tandem -- ask "A shirt costs 20 dollars and is 25% off. How much are 2 shirts?" --expert none\n\nExit codes: 0 answered, 2 wrong usage, 3 model missing or bad, 4 the expert failed and --strict was given, 130 stopped.')
  .action(does(async (question: string, options: AskOptions) => {
    const plan = askPlan(question === '-' ? await readQuestion(process.stdin) : question, options);
    return ask(plan, { out, note, signal: stopping.inOrder() });
  }));

const models = program.command('models').description('the models of this machine').addHelpText('after', '\nExample:\n  npm run tandem -- models get qwen2.5-coder-1.5b-instruct-q4_k_m');
models.command('list').description('what there is and what is here').action(does(() => listModels(openModels(note), out)));
models.command('get').argument('<id>').description('download a model, or go on with a download').action(does((id: string) => getModel(openModels(note), id, { out, note, signal: stopping.inOrder() })));
models.command('remove').argument('<id>').description('delete a model from this machine').action(does((id: string) => removeModel(openModels(note), id, out)));
models.command('check').argument('<id>').description('compare a model with its SHA-256').action(does((id: string) => checkModel(openModels(note), id, out)));

program.command('serve').description('serve a GGUF as an Anthropic Messages endpoint on this machine')
  .requiredOption('--model <model>', 'a name from "models list", or a path to a GGUF')
  .option('--port <n>', '0 takes a free one', '0').option('--host <address>', 'open it beyond this machine, on purpose')
  .option('--token <token>', 'default: a random one').option('--sequences <n>', 'requests at once', '1').option('--context <tokens>', 'longest conversation', '4096')
  .addHelpText('after', '\nExample:\n  npm run tandem -- serve --model qwen2.5-coder-1.5b-instruct-q4_k_m --port 8090')
  .action(does((options: ServeOptions) => serve(options, { out, note, signal: stopping.inOrder() })));

program.command('web').description('the app as a page on a loopback address').option('--port <n>', '0 takes a free one', '0')
  .addHelpText('after', '\nExample:\n  npm run tandem -- web --port 8080')
  .action(does((options: { readonly port: string }) => web(options, { out, note, signal: stopping.inOrder() })));

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    code = error.exitCode === 0 ? exitCodes.answered : exitCodes.wrongUsage;
  } else {
    const info = toErrorInfo(error);
    note(info.message);
    if (info.kind === 'internal' && process.env['TANDEM_DEBUG'] !== undefined) console.error(error);
    code = isAbort(error) ? exitCodes.interrupted : exitCodeOf(info.kind);
  }
}
process.exitCode = code;
