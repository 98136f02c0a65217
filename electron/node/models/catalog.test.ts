import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../shared/contract/entities.ts';
import { profiles } from '../../../shared/agent/prompts/profiles.ts';
import { catalog, catalogSchema, findEntry, orderedSources, starterModelId } from './catalog.ts';

describe('the shipped catalog', () => {
  it('has each model once, each with a prompt profile that exists', () => {
    const ids = catalog.models.map((model) => model.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(catalog.models.map((model) => model.fileName)).size).toBe(ids.length);
    for (const model of catalog.models.filter(({ roles }) => !roles.includes('embedding'))) expect(profiles.map((profile) => profile.id)).toContain(model.profile);
  });

  it('says which families were never measured with their profile', () => {
    const familyOf = new Map(catalog.models.map((model) => [model.id, model.family]));
    for (const { id, family, profile, profileIsGuess } of catalog.models.filter((model) => model.profile !== undefined)) {
      const figures = profiles.find((known) => known.id === profile)?.measured ?? [];
      expect(profileIsGuess === true, id).toBe(!figures.some(({ model }) => familyOf.get(model) === family));
    }
    // Every figure is of a model that the catalog knows.
    for (const { model } of profiles.flatMap(({ measured }) => measured)) expect(familyOf.has(model), model).toBe(true);
  });

  it('holds the starter model, which is what the settings begin with, and never offers the test model to a user', () => {
    expect(defaultSettings.localModel).toBe(starterModelId);
    expect(findEntry(catalog, starterModelId).roles).toContain('local');
    expect(findEntry(catalog, 'smollm2-135m-instruct-q4_1').roles).toEqual(['test']);
  });

  it('cuts each model into wheels that together have its size', () => {
    const cut = catalog.models.flatMap((model) => model.sources.map((source) => ({ model, source })));
    const checked = cut.filter(({ model, source }) => source.kind === 'pythonPackages' && source.packages.reduce((sum, part) => sum + part.sizeBytes, 0) === model.sizeBytes);
    expect(checked.map(({ model }) => model.id)).toEqual(cut.filter(({ source }) => source.kind === 'pythonPackages').map(({ model }) => model.id));
    expect(checked).toHaveLength(3);
  });

  it('does not accept a file name that leads out of the folder', () => {
    const changed = { models: [{ ...catalog.models[0], fileName: '../../.bashrc.gguf' }] };
    expect(catalogSchema.safeParse(changed).success).toBe(false);
  });
});

describe('TANDEM_MODEL_SOURCES', () => {
  const entry = findEntry(catalog, starterModelId);
  const kinds = (order: string | undefined): readonly string[] => orderedSources(entry, order).map((source) => source.kind);

  it('orders and selects; Hugging Face comes first without it', () => {
    expect(kinds(undefined)).toEqual(['huggingface', 'pythonPackages']);
    expect(kinds('')).toEqual(['huggingface', 'pythonPackages']);
    expect(kinds('python,huggingface')).toEqual(['pythonPackages', 'huggingface']);
    expect(kinds(' Python ')).toEqual(['pythonPackages']);
  });

  it('refuses a word it does not know', () => {
    expect(() => kinds('torrent')).toThrow(/"torrent"/);
    expect(() => kinds('constructor')).toThrow(/"constructor"/);
  });
});
