import { Command, CommanderError, Option } from 'commander';
import { isAbort, toErrorInfo } from '../../../shared/errors.ts';
import { policyIds } from '../../../shared/switching/policy.ts';
import { createFileLog } from '../log.ts';
import { starterModelId } from '../models/catalog.ts';
import { tandemPaths } from '../paths.ts';
import { keyNames } from '../withoutKeys.ts';
import { alone } from './alone.ts';
import { ask } from './ask.ts';
import { askPlan, type AskOptions } from './askPlan.ts';
import { fit, type FitOptions } from './fitCommand.ts';
import { fitHera, type FitHeraOptions } from './fitHeraCommand.ts';
import { heraFigures } from './heraFiguresCommand.ts';
import { fitRequest, type FitRequestOptions } from './fitRequestCommand.ts';
import { exitCodeOf, exitCodes, type ExitCode } from './exitCodes.ts';
import { checkModel, getModel, listModels, openModels, removeModel } from './modelCommands.ts';
import type { Output } from './printRun.ts';
import { safeText } from './safeText.ts';
import { evaluate, reportOn } from './evaluateCommand.ts';
import type { EvaluateOptions } from './evaluatePlan.ts';
import { addAdapter, listAdapters, openAdapters, removeAdapter } from './adapterCommands.ts';
import { exam, type ExamOptions } from './examCommand.ts';
import { profile, type ProfileOptions } from './profileCommand.ts';
import { usualTrees } from './profiledPair.ts';
import { readQuestion } from './readQuestion.ts';
import { scoreSteps, type ScoreStepsOptions } from './scoreStepsCommand.ts';
import { serve, web, type ServeOptions } from './serveCommands.ts';
import { listenForStops } from './stopping.ts';
import { trajectories, type TrajectoriesOptions } from './trajectoriesCommand.ts';

const stopping = listenForStops({ on: process, exit: (stopCode) => process.exit(stopCode), now: () => performance.now() });
// A reader that has enough (`| head`) is no error: the work ends as with Ctrl+C.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  stopping.stop();
});
const out: Output = { write: (text) => void process.stdout.write(text), isTerminal: process.stdout.isTTY };
const note = (words: string) => void process.stderr.write(`${safeText(words)}\n`);
let code: ExitCode = exitCodes.answered;
const example = (args: string) => `\nExample:\n  npm run tandem -- ${args}`;
/** Runs a command and keeps its exit code. */
const does = <A extends readonly unknown[]>(work: (...args: A) => Promise<ExitCode> | ExitCode) => async (...args: A) => { code = await work(...args); };

/** All commands; tests read their help. */
export const program = new Command('tandem')
  .description('An assistant that thinks on this machine and asks a larger model only for the steps it would get wrong.')
  .addHelpText('after', `${example('ask "How many days are 3 weeks?"')}\n\n"tandem <command> --help" says more of each.`)
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
  .option('--allow-http', 'send to this http:// expert without encryption, for this one call')
  .option('--json', "the trace's events, one a line")
  .option('--strict', 'stop when the expert fails (exit code 4)')
  .addHelpText('after', `${example('ask "A shirt costs 20 dollars and is 25% off. How much are 2 shirts?" --expert none')}
  npm run -s tandem -- ask "How many days are 3 weeks?" --json | jq -r .event.type   (-s keeps npm's own lines out)

Exit codes: 0 answered, 1 it could not be done (the engine failed, the disk is full, no permission), 2 wrong usage, 3 model missing or bad, 4 the expert failed and --strict was given, 130 stopped.`)
  .action(does(async (question: string, options: AskOptions) => {
    const plan = askPlan(question === '-' ? await readQuestion(process.stdin) : question, options);
    return ask(plan, { out, note, signal: stopping.inOrder() });
  }));

const models = program.command('models').description('the models of this machine').addHelpText('after', example('models get qwen2.5-coder-1.5b-instruct-q4_k_m'));
models.command('list').description('what there is and what is here').addHelpText('after', example('models list')).action(does(() => listModels(openModels(note), out)));
models.command('get').argument('<id>').description('download a model, or go on with a download').addHelpText('after', example('models get qwen2.5-coder-1.5b-instruct-q4_k_m')).action(does((id: string) => getModel(openModels(note), id, { out, note, signal: stopping.inOrder() })));
models.command('remove').argument('<id>').description('delete a model from this machine').addHelpText('after', example('models remove qwen2.5-coder-1.5b-instruct-q4_k_m')).action(does((id: string) => removeModel(openModels(note), id, out)));
models.command('check').argument('<id>').description('compare a model with its SHA-256').addHelpText('after', example('models check qwen2.5-coder-1.5b-instruct-q4_k_m')).action(does((id: string) => checkModel(openModels(note), id, out)));

const adapter = models.command('adapter').description('LoRA adapters (GGUF) of the models').addHelpText('after', example('models adapter add qwen2.5-coder-0.5b-instruct-q4_k_m my-adapter.gguf'));
adapter.command('add').argument('<model>').argument('<file>').description('put an adapter on a model, once it is known to fit').option('--scale <factor>', 'its strength', '1').addHelpText('after', example('models adapter add qwen2.5-coder-0.5b-instruct-q4_k_m my-adapter.gguf --scale 0.5'))
  .action(does((model: string, file: string, { scale }: { readonly scale: string }) => addAdapter(openModels(note), openAdapters(note), { model, file, scale }, out)));
adapter.command('list').argument('[model]').description('the adapters that are here').addHelpText('after', example('models adapter list')).action(does((model: string | undefined) => listAdapters(openAdapters(note), model, out)));
adapter.command('remove').argument('<model>').argument('<name>').description('take an adapter off a model').addHelpText('after', example('models adapter remove qwen2.5-coder-0.5b-instruct-q4_k_m my-adapter')).action(does((model: string, name: string) => removeAdapter(openAdapters(note), model, name, out)));

program.command('serve').description('serve a GGUF as an Anthropic Messages endpoint on this machine')
  .requiredOption('--model <model>', 'a name from "models list", or a path to a GGUF')
  .option('--port <n>', '0 takes a free one', '0').option('--host <address>', 'open it beyond this machine, on purpose')
  .option('--token <token>', 'default: a random one').option('--sequences <n>', 'requests at once', '1').option('--context <tokens>', 'longest conversation', '4096')
  .addHelpText('after', `\nText, streaming, stop sequences and usage are as in the API; tools and pictures are refused. Tokens are drawn from the 40 most\nprobable: a top_k above 40 acts as 40, and temperature and top_p act within these 40.\n${example('serve --model qwen2.5-coder-1.5b-instruct-q4_k_m --port 8090')}`)
  .action(does((options: ServeOptions) => serve(options, { out, note, signal: stopping.inOrder() })));

program.command('exam').description('work problems with known answers, step by step examined; "fit" fits the gate on the outcome')
  .option('--local <model>', 'the model to examine', 'qwen2.5-coder-0.5b-instruct-q4_k_m')
  .option('--expert <expert>', 'who corrects wrong steps: none (gold lines), serve:NAME, or as for ask', 'none')
  .option('--data <file>', 'problems, or "builtIn"', 'builtIn').option('--n <count>', 'how many', '100').option('--skip <count>', 'rows to leave out first', '0')
  .option('--exclude <words>', 'leave out problems that hold these words').option('--seed <n>', 'for drawing', '1')
  .option('--sequences <n>', 'problems at once', '4').option('--branches <share>', 'share of wrong steps whose both branches are finished', '0.5')
  .option('--probes <groups>', 'ask the model about each step as well: judge, agreement', '')
  .option('--replay <calls.jsonl.gz>', 'without a model: every call comes from this log')
  .option('--examiner <who>', 'who says which steps are wrong: gold (known values), or judge (the expert, measured by gold values)', 'gold')
  .option('--no-calculator', 'to measure: the model computes in its head; a gate fitted on that is not for the app')
  .option('--agree <usd>', 'agree that steps go to this remote expert, up to so many dollars a month')
  .option('--gate <file>', 'second round: this fitted gate decides, at p = 0.1, 0.3, 0.5 and 0.7 in turn')
  .requiredOption('--out <folder>', 'where the chains and the call cache go')
  .addHelpText('after', example('exam --data builtIn --n 100 --out my-exam'))
  .action(does((options: ExamOptions) => alone(options.out, () => exam(options, { out, note, signal: stopping.inOrder() }))));

program.command('profile').description('write each step of some requests with both models (HERA\'s trees), and fit what decides between them')
  .option('--local <model>', 'the model on this machine', 'qwen2.5-coder-0.5b-instruct-q4_k_m').requiredOption('--expert <expert>', 'the other one: serve:NAME, or as for ask')
  .requiredOption('--data <file>', 'requests with known answers').option('--n <count>', 'how many', '100').option('--skip <count>', 'rows to leave out first', '0')
  .option('--exclude <words>', 'leave out problems that hold these words').option('--seed <n>', 'for drawing paths', '1').option('--sequences <n>', 'requests at once', '4')
  .option('--full <depth>', 'both write every step to this depth', '3').option('--paths <n>', 'sampled paths beyond it', '4').option('--depth <depth>', 'how deep sampled paths go', '6')
  .option('--agree <usd>', 'agree that steps go to this remote expert, up to so many dollars a month')
  .option('--switches', 'also leave each step of both models\' answers to the other in turn')
  .option('--max-usd <usd>', 'stop before the expert\'s steps pass this sum; the same command goes on').option('--max-calls <n>', 'stop after so many new steps of both').option('--minutes <n>', 'stop after so many minutes')
  .option('--replay <calls.jsonl.gz>', 'without a model: every call comes from this log')
  .option('--out <folder>', "where the trees and the call cache go; default: the pair's place in Tandem's data folder, where the app shows them")
  .addHelpText('after', example('profile --data gsm8k_train.jsonl --expert serve:qwen2.5-coder-1.5b-instruct-q4_k_m --n 100'))
  .action(does(async (options: ProfileOptions) => alone(options.out ?? await usualTrees(options), () => profile(options, { out, note, signal: stopping.inOrder() }))));

program.command('fit-hera').description('fit what HERA decides with from the trees that "profile" grew')
  .option('--trees <folder>', 'where "profile" put them; default: where it does by itself').option('--local <model>', 'local model', starterModelId)
  .requiredOption('--expert <expert>', 'the expert of the trees, as for "profile"').option('--data <words>', 'what the requests were, for the record', 'own requests')
  .option('--check <n>', "check the prediction of the expert's subtask on so many states (seconds each)", '0').option('--sequences <n>', 'predictions at once', '4')
  .option('--transfer <folder>', 'trees of another domain: how right the parts are there').option('--without-text', 'leave out what remembers requests and answers, so that the profile may be passed on')
  .option('--heads <folder>', 'where gates and profiles lie').option('--out <file>', 'write the profile there instead').option('--seed <n>', 'folds', '1')
  .option('--domain <words>', 'what kind of requests they were, for the record; default: the words of --data')
  .addOption(new Option('--embedder <which>', 'what compares texts: all-MiniLM-L6-v2, or the local model itself where that is not to be had').choices(['minilm', 'local']).default('minilm'))
  .option('--replay <calls.jsonl.gz>', 'what --check predicts comes from this log, without the model')
  .addHelpText('after', example('fit-hera --expert serve:qwen2.5-coder-1.5b-instruct-q4_k_m --check 100'))
  .action(does((options: FitHeraOptions) => fitHera(options, { out, note, signal: stopping.inOrder() })));
program.command('hera-figures').description('what the trees of "profile" show: how far apart the two models are, and what one switch changes')
  .requiredOption('--trees <folder>', 'where "profile" put them')
  .addHelpText('after', example('hera-figures --trees my-trees'))
  .action(does((options: { readonly trees: string }) => heraFigures(options, { out, note, signal: stopping.inOrder() })));

program.command('fit').description('fit the gate on the chains of exams').requiredOption('--chains <files>', 'chains.jsonl of one or several exams, with commas')
  .option('--local <model>', 'the model that was examined', 'qwen2.5-coder-0.5b-instruct-q4_k_m').option('--data <words>', 'what the problems were', 'own exam')
  .option('--seed <n>', 'for folds and intervals', '1').option('--draws <n>', 'bootstrap draws', '2000').option('--out <file>', 'write it there instead of among your heads')
  .addHelpText('after', example('fit --chains my-exam/chains.jsonl'))
  .action(does((options: FitOptions) => fit(options, { out, note, signal: stopping.inOrder() })));

program.command('trajectories').description('write examined chains as chat JSONL for fine-tuning, wrong steps masked')
  .requiredOption('--chains <files>', 'chains.jsonl of one or several exams, with commas').option('--stage <n>', '1: right chains, 3: mistakes and their corrections', '3')
  .option('--profile <id>', 'how the model is asked', 'threeExamples').requiredOption('--out <file>', 'where the examples go')
  .addHelpText('after', example('trajectories --chains my-exam/chains.jsonl --out training.jsonl'))
  .action(does((options: TrajectoriesOptions) => trajectories(options, { out, note, signal: stopping.inOrder() })));

program.command('evaluate').description('answer the same problems under several policies, side by side')
  .requiredOption('--data <files...>', 'one or several files of problems with answers').option('--n <count>', 'how many of each', '100').option('--skip <count>', 'rows to leave out first', '0')
  .option('--local <model>', 'local model', 'qwen2.5-coder-0.5b-instruct-q4_k_m')
  .option('--expert <expert>', 'serve:NAME, or as for ask', 'none').option('--agree <usd>', 'agree that steps go to this remote expert, up to so many dollars a month')
  .option('--policies <list>', 'for example localOnly,expertOnly,adaswitch@0.1/0.5/0.9,random@0.5; oracle (or oracle@120: branches at most) finds the fewest expert steps; localOnly[calculator=off]; ablations adaswitch[expert=off]@p, adaswitch[reflection=off]@(1 less the share to ask)', 'localOnly')
  .option('--request-head <file>', 'what requestLevel decides with, from "fit-request"').option('--at-once <n>', 'problems at once; default: as many as sequences, or 4').option('--context <tokens>', 'of each sequence; DROP needs more', '2048')
  .option('--price-as <model>', 'count the expert\'s tokens at the price of this Claude model').option('--heads <folder>', 'where fitted heads are; default: the data folder')
  .option('--seed <n>', 'for drawing', '1').option('--sequences <n>', 'sequences of each engine: more than problems at once keep more beginnings; default: as many').requiredOption('--out <folder>', 'where results and the call cache go')
  .option('--chains <files>', 'examined training chains: ablations, the request-level policy, exam sizes').option('--transfer <file>', 'chains of another exam: what a gate fitted on them does here').option('--exam-seconds <s>', 'measured seconds a problem of the exam: what its length buys is told by time')
  .option('--replay <calls.jsonl.gz>', 'without a model: every call comes from this log')
  .option('--mistakes <folder>', 'of an exam: localOnly is measured with its corrected mistakes in the prompt as well, pair by pair').option('--mistakes-shown <k>', 'the k nearest, 1 or 2', '1')
  .option('--draws <n>', 'bootstrap draws', '2000').option('--note <words...>', 'what the report should say of itself')
  .addHelpText('after', example('evaluate --data gsm8k_test.jsonl --policies localOnly,adaswitch@0.3/0.5 --expert serve:qwen2.5-coder-1.5b-instruct-q4_k_m --n 50 --out my-evaluation'))
  .action(does((options: EvaluateOptions) => alone(options.out, () => evaluate(options, { out, note, signal: stopping.inOrder() }))));

program.command('fit-request').description('fit what the baseline requestLevel decides with, on training rows')
  .option('--answers <folder>', 'of an evaluation of localOnly and expertOnly').option('--trees <folder>', 'or of "profile"').option('--data <words>', 'what the questions were', 'own questions')
  .option('--seed <n>', 'for folds', '1').requiredOption('--out <file>', 'where the head goes')
  .addHelpText('after', example('fit-request --answers my-evaluation --out request-head.json'))
  .action(does((options: FitRequestOptions) => fitRequest(options, { out, note, signal: stopping.inOrder() })));

program.command('report').description('make the report of an evaluation again, without a model').requiredOption('--out <folder>', 'the folder of the evaluation').requiredOption('--data <files...>', 'its problems, in the same order')
  .option('--chains <files>', 'examined training chains').option('--transfer <file>', 'chains of another exam').option('--exam-seconds <s>', 'measured seconds a problem of the exam: what its length buys is told by time').option('--draws <n>', 'bootstrap draws', '2000').option('--note <words...>', 'what the report should say of itself')
  .addHelpText('after', example('report --out my-evaluation --data gsm8k_test.jsonl'))
  .action(does((options: EvaluateOptions) => reportOn(options, note)));

program.command('score-steps').description('score steps that others wrote and people judged (ProcessBench, BIG-Bench-Mistake)')
  .requiredOption('--data <files...>', 'rows with judged steps').option('--local <model>', 'the model whose gate is measured', starterModelId)
  .option('--n <count>', 'so many of each file, drawn by the seed; default: all').option('--seed <n>', 'for drawing', '1')
  .option('--threads <n>', 'default: all cores').option('--sequences <n>', 'rows at once', '4')
  .option('--golds <files...>', 'GSM8K files: the gold examiner is measured on rows whose question stands in them')
  .option('--chains <files>', 'examined training chains: each feature group is fitted alone as well').option('--draws <n>', 'bootstrap draws', '2000')
  .requiredOption('--out <folder>', 'where rows.jsonl, results.json and table.md go')
  .addHelpText('after', example('score-steps --data processbench_gsm8k.jsonl --golds gsm8k_test.jsonl --out steps'))
  .action(does((options: ScoreStepsOptions) => alone(options.out, () => scoreSteps(options, { out, note, signal: stopping.inOrder() }))));

program.command('web').description('the app as a page on a loopback address').option('--port <n>', '0 takes a free one', '0')
  .addHelpText('after', example('web --port 8080'))
  .action(does((options: { readonly port: string }) => web(options, { out, note, signal: stopping.inOrder() })));

/** Runs one call of the program to its end. */
export async function main(args: readonly string[]): Promise<ExitCode> {
  code = exitCodes.answered;
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.answered : exitCodes.wrongUsage;
    const info = toErrorInfo(error);
    note(info.message);
    if (info.kind === 'internal') logUnexpected(error);
    return isAbort(error) ? exitCodes.interrupted : exitCodeOf(info.kind);
  }
}

function logUnexpected(error: unknown): void {
  if (process.env['TANDEM_DEBUG'] !== undefined) console.error(error);
  const file = tandemPaths().log;
  const log = createFileLog(file);
  for (const name of keyNames) log.hide(process.env[name] ?? '');
  log.error('in the terminal', error);
  note(`The log: ${file}`);
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
