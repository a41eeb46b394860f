import type { FailureCode } from '../../../contracts/failure.ts';
import type { ImportReport } from '../../../contracts/studio-api.ts';
import { countOf } from '../../ui/format.ts';

/** "2 photos added · 1 already here · 3 could not be read" */
export function importSummary({ added, duplicates, failed }: ImportReport): string {
  const parts = [
    added.length > 0 && `${countOf(added.length, 'photo')} added`,
    duplicates.length > 0 && `${duplicates.length} already here`,
    failed.length > 0 && `${failed.length} could not be read`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? 'There was nothing to add' : parts.join(' · ');
}

/** The files that have one reason, so that it is said once. In the order in which the reasons came up. */
export function filesByReason(failed: ImportReport['failed']): { code: FailureCode; names: string[] }[] {
  const groups = new Map<FailureCode, string[]>();
  for (const { name, code } of failed) groups.set(code, [...(groups.get(code) ?? []), name]);
  return [...groups].map(([code, names]) => ({ code, names }));
}
