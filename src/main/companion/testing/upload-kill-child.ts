/** A studio of its own process that lets every phone in; killed by a test in the middle of an upload. */
import { openTestCompanion } from './test-companion.ts';

const [folder = '', pairs = ''] = process.argv.slice(2);
const studio = await openTestCompanion({ folder });
const credential = pairs === 'pair' ? await studio.pair() : null;
process.send?.({ origin: studio.origin(), credential });
process.on('message', async (photoId) => {
  const photo = studio.library.photo(String(photoId));
  process.send?.({ byteLength: photo?.byteLength ?? null, counts: (await studio.api.hello()).counts });
});
