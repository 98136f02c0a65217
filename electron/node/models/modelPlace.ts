import type { CatalogEntry } from './catalog.ts';

type Named = Pick<CatalogEntry, 'id' | 'roles'>;

/** Where in the app a model is got, checked and removed: the tab of the settings that lists it. */
function placeOf({ roles }: Named): string {
  // It writes nothing, so it stands with what needs it.
  if (roles.includes('embedding')) return 'Settings, Policy';
  return roles.includes('local') || !roles.includes('expert') ? 'Settings, Local model' : 'Settings, Expert';
}

/** The end of "Get it …": in the app, or in a terminal. */
export function whereToGet(entry: Named): string {
  return `under ${placeOf(entry)}, or with: npm run tandem -- models get ${entry.id}`;
}

/** How a file that is in use may be removed all the same. */
export function howToFree({ id, roles }: Named): string {
  // Nothing else can be chosen in its place.
  return roles.includes('embedding') ? `Close Tandem, then remove it with: npm run tandem -- models remove ${id}` : 'Choose another model first, then remove it.';
}
