import type { ExpertModel, ModelCard } from '../../../shared/agent/model.ts';
import type { AppInfo } from '../../../shared/contract/entities.ts';
import type { Engine } from '../engine/api.ts';
import type { OpenedExpert, RealChoice } from '../expert/api.ts';
import type { HeraSource } from '../hera/heraSource.ts';
import type { Log } from '../log.ts';
import type { LocalFile, ModelStore } from '../models/modelStore.ts';
import type { TandemPaths } from '../paths.ts';
import type { SettingsOverride } from '../settings/settingsFile.ts';
import type { Secrets } from '../settings/secrets.ts';

/** Everything the service needs to know of experts, whatever their kind. */
export interface ExpertSource {
  /** What the choice names, without opening or reaching anything. Throws `badInput` or `notFound` with a sentence. */
  cardOf(choice: RealChoice): ModelCard;
  open(choice: RealChoice, key: string | null, signal: AbortSignal): Promise<OpenedExpert>;
  /** One tiny request, sent only through what leads to an expert; says in words what came back. */
  test(choice: RealChoice, key: string | null, through: (expert: ExpertModel) => ExpertModel): Promise<{ readonly ok: boolean; readonly words: string }>;
}

/** What the service is made of. Tests pass scripted parts of the same types. */
export interface ServiceDeps {
  readonly paths: TandemPaths;
  readonly models: ModelStore;
  /** Opens a local model for chats. */
  readonly openLocal: (file: LocalFile, signal: AbortSignal) => Promise<Pick<Engine, 'card' | 'model' | 'dispose' | 'onRestart'>>;
  readonly experts: ExpertSource;
  readonly secrets: Secrets;
  /** Absent: every pair of models counts as not profiled. */
  readonly hera?: HeraSource;
  readonly shell: AppInfo['shell'];
  readonly version: string;
  /** Values that count for this process only, before what the settings say. */
  readonly settingsOverride?: SettingsOverride;
  readonly log: Log;
  readonly now: () => number;
  readonly newId: () => string;
}
