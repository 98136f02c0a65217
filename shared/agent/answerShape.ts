import { isFollowUp } from './followUp.ts';
import type { AnswerShape, Turn } from './model.ts';

const greeting = /^\s*(?:hi|hello|hey|good (?:morning|afternoon|evening|night)|thanks?|thank you|bye|ok(?:ay)?|yes|no|great|cool|nice)\b[^?]{0,40}$/i;
/** What it begins with; behind it a problem may stand all the same. */
const greetingWords = /^\s*(?:(?:hi|hello|hey|good (?:morning|afternoon|evening|night)|thanks?|thank you|bye|ok(?:ay)?|yes|no|great|cool|nice|there|tandem|please)\b[\s,.!:;-]*)+/i;
/** Requests for text rather than for a result. */
const writingTask =
  /^\s*(?:please\s+|can you\s+|could you\s+|would you\s+|i(?:'d| would) like you to\s+|i need you to\s+|help me\s+(?:to\s+)?)*(?:write|draft|compose|rewrite|rephrase|reword|paraphrase|translate|summari[sz]e|shorten|proofread|correct|edit|improve|polish|explain|describe|define|tell me (?:about|a)|give me (?:\w+\s+){0,3}(?:ideas?|tips?|advice|examples?|reasons?|names?|synonyms?|suggestions?|recipe|list|overview|summary)|list|suggest|recommend|brainstorm|outline|discuss|compare|introduce|invent|name|pretend|act as|imagine|sing|chat)\b/i;
const asksForQuantity =
  /\b(?:how (?:many|much|long|far|old|fast|tall|big|heavy|often|late|soon|high|wide|deep|large)|what (?:is|was|are|were|will be|would be) (?:the |their |his |her |its |my |our )?(?:\w+ ){0,3}(?:total|sum|difference|product|quotient|average|mean|median|percentage|percent|probability|cost|price|profit|loss|discount|speed|distance|area|perimeter|volume|number|amount|age|ratio|fraction|interest|change|length|width|height|weight|value|remainder|time|score|salary|rate|balance|bill|temperature|result|answer|chance|odds|angle|radius|circumference|sale)|what (?:percentage|percent|fraction|number|day|date|age|distance)\b|what time (?:will|does|do|should|did)|what comes next|(?:final|total) (?:price|cost|amount|bill)|at what (?:time|speed|price|age)|when (?:will|do|does|should|did)|by how (?:much|many)|calculate|compute|evaluate|solve|simplify|find (?:the|x|y|n|a|all|how)|determine|work out|figure out|convert|prove|estimate|add up|split)\b/i;
const comparison = /\b(?:which|who|whose|what) (?:\w+ ){0,4}(?:cheaper|cheapest|more|most|less|least|older|oldest|younger|youngest|taller|tallest|shorter|shortest|faster|fastest|slower|slowest|heavier|heaviest|larger|largest|bigger|biggest|first|last|better|longer|longest|better deal|earlier|later)\b/i;
const puzzle = /\b(?:if all|if some|if every|if none|every \w+ is|all \w+ are|some \w+ are|no \w+ are|either .+ or|neither .+ nor|can we conclude|does it follow|must be true|is it true that all|truth-?teller|liars?|knights? and knaves|next number|next term|sequence|facing (?:north|south|east|west)|left of|right of|next to each other|in what order|who (?:sits|is sitting|finished|came|owns|lives|has|did|lied|stole|is the)|what day)\b/i;
const knowledge = /^\s*(?:what(?:'s| is| are| was| were) (?:an?|the (?:capital|meaning|difference between|best|history|name|definition|purpose|point|weather|plural|opposite)|your)|who (?:is|was|are|were|wrote|invented|painted|discovered)\b|why\b|do you|are you|can you (?:help|hear|speak)|how (?:are you|do i|do you|does|do we|can i|to|is it going)|should i|tell me|where)\b/i;
const numberWord = '\\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|hundred|thousand|dozen|half|twice|double|triple|thrice|quarter|third)s?\\b';
const quantities = new RegExp(`\\d+(?:[.,:]\\d+)*|${numberWord}`, 'gi');
const smallSum = /^(?:what is |is )?(?:the )?(?:average|mean|median|sum|product|square root|sqrt|factorial|gcd|lcm|log)\b.{0,40}\d|^is \d+ (?:a )?(?:prime|even|odd|divisible)|\bhow many \w+ (?:are )?(?:there )?(?:in|make) (?:a |an |\d)/i;
const bareArithmetic = /^[\s\d.,+\-*/×÷^()=?%$€£!x]*\d[\s\d.,]*[+\-*/×÷^x][\s\d.,+\-*/×÷^()=?%$€£!x]*$/i;
const equation = /(?:\b\d*[a-z]\s*[-+*/=]\s*\d|\d\s*[-+*/×÷^]\s*\(?\d|\d\s*%\s*of\s*[$€£]?\d)/i;

/**
 * Whether a request is a problem to be worked out in steps or deserves one natural reply. Rules on the words, not a
 * model: it must be instant, and a wrong guess only changes the form of the answer. Tuned on the project's own list
 * and `gsm8k_train`; measured on prompts kept apart (`shared/agent/testing/shapePrompts.ts`).
 * @param history the chat so far: after a problem, a request that varies it is a problem too
 */
export function answerShape(question: string, history: readonly Turn[] = []): AnswerShape {
  const text = ends(question.trim()).replace(/\b(what|who|when|where|how)['’]s\b/gi, '$1 is');
  const own = greeting.test(text) ? text.replace(greetingWords, '') : text;
  if (own === '') return 'reply';
  if (isFollowUp(own, history) && !writingTask.test(own)) return 'steps';
  return shapeAlone(own);
}

function shapeAlone(text: string): AnswerShape {
  if (bareArithmetic.test(text) || smallSum.test(text)) return 'steps';
  const count = text.match(quantities)?.length ?? 0;
  if (writingTask.test(text)) {
    // "Explain how many … if he has 3 and 5": still a problem when it brings its own quantities and asks for one.
    return /^\s*(?:please\s+)?(?:explain|describe|tell me)\b/i.test(text) && count >= 2 && asksForQuantity.test(text) ? 'steps' : 'reply';
  }
  const wantsQuantity = asksForQuantity.test(text);
  if (equation.test(text) && (wantsQuantity || text.length < 160)) return 'steps';
  if (wantsQuantity && count >= 2) return 'steps';
  if (comparison.test(text) && count >= 2) return 'steps';
  if (puzzle.test(text) && (count >= 1 || /[.,;].*\?/s.test(text))) return 'steps';
  if (knowledge.test(text)) return 'reply';
  if (count >= 3 && /\?/.test(text) && text.length > 60) return 'steps';
  if (wantsQuantity && count >= 1 && /[.,;!]\s.*\?/s.test(text)) return 'steps';
  if (wantsQuantity && count >= 1 && /\b(?:convert|in (?:minutes|seconds|hours|days|weeks|metres|meters|km|kilometers|miles|inches|feet|grams|kg|pounds|cents|dollars))\b/i.test(text)) return 'steps';
  return 'reply';
}

/** A long text shows what it wants at its beginning or its end; reading no more keeps the rules instant. */
function ends(text: string): string {
  return text.length <= 3000 ? text : `${text.slice(0, 1500)} ${text.slice(-1500)}`;
}
