/**
 * The whole program is killed with SIGKILL at fifty random moments while it works through a batch, and started
 * again each time. Afterwards nothing that was accepted is lost, nothing stands in the library twice, and no
 * file that was shown as a picture is anything less than one.
 */
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { createRandom } from '../../models/rendered-eyes/random.ts';
import { maximumInterruptions } from '../../src/main/queue/retry-policy.ts';
import { irisvue, startIrisvue, temporaryDirectory, writeEye } from './irisvue.ts';

const rounds = 50;
const photoCount = 30;

it('survives being killed at random moments', { timeout: 1_200_000 }, async () => {
  const directory = await temporaryDirectory();
  try {
    const photos = join(directory.path, 'photos');
    const out = join(directory.path, 'out');
    const data = join(directory.path, 'data');
    await mkdir(photos);
    for (let seed = 0; seed < photoCount; seed++)
      await writeEye(photos, `eye-${seed}.jpg`, {
        seed,
        width: 260,
        height: 200,
        irisDiameter: 170,
        // Dark irises: on pale ones of so few pixels a bright patch may pass for a reflection and be refused.
        palette: 'brown',
      });
    const args = ['process', photos, '--json', '--out', out, '--data', data];

    const random = createRandom(20261124);
    const told = new Set<string>();
    let killed = 0;
    // How long a start takes differs between machines; the moments are drawn over what was seen on this one.
    let longest = 3_000;
    for (let round = 0; round < rounds; round++) {
      const command = startIrisvue(args);
      const started = performance.now();
      const timer = setTimeout(() => command.child.kill('SIGKILL'), random.next() * longest);
      const end = await command.end;
      clearTimeout(timer);
      if (end.signal === 'SIGKILL') killed++;
      else longest = performance.now() - started;
      for (const line of end.lines) if (line.status === 'completed') told.add(line.output!);
      for (const name of await readdir(out).catch(() => []))
        if (name.endsWith('-iris.png')) await sharp(join(out, name)).stats();
      for (const path of told) await sharp(path).metadata();
    }
    expect(killed).toBeGreaterThan(rounds / 2);

    const last = await irisvue(args);
    expect(last.stderr).not.toMatch(/damaged/);
    expect(last.lines.map((line) => line.error)).toEqual(Array.from({ length: photoCount }, () => null));
    expect(last.exitCode, last.stderr).toBe(0);

    const database = new Sqlite(join(data, 'library.db'), { readonly: true });
    const count = (sql: string) => (database.prepare(sql).pluck().get() as number | null) ?? 0;
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(count('SELECT count(*) FROM photos')).toBe(photoCount);
    expect(count('SELECT count(DISTINCT photo_id) FROM results WHERE lost_at IS NULL')).toBe(photoCount);
    expect(count('SELECT max(version) FROM results')).toBe(1);
    expect(count('SELECT count(*) FROM results')).toBe(photoCount);
    // A job that was running at six ends of the program is given up by name, and its photo was then asked for anew.
    const others = database
      .prepare("SELECT state, failure, crash_count AS ends FROM jobs WHERE state <> 'completed'")
      .all() as { state: string; failure: string; ends: number }[];
    for (const job of others)
      expect(job).toEqual({ state: 'discarded', failure: 'photoCrashesWorker', ends: maximumInterruptions });
    database.close();

    const leftovers = await readdir(data, { recursive: true });
    expect(leftovers.filter((name) => name.endsWith('.part'))).toEqual([]);
  } finally {
    await directory.remove();
  }
});
