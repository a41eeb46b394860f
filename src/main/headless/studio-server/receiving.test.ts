import { readdir } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { describe, expect, it } from 'vitest';
import { browserHost } from '../../../contracts/browser-host.ts';
import { largestUpload, servedStudio } from './testing/served-studio.ts';

describe('what a browser sends to the studio', () => {
  const here = servedStudio();

  it('imports what it is sent, under a cleaned name, and leaves no upload behind', async () => {
    const answer = await here.upload('eye');
    const report = JSON.parse(answer.body);
    expect(report).toMatchObject({ added: [expect.any(String)], failed: [] });
    expect(here.studio.library.photo(report.added[0])).toMatchObject({ name: 'Auge ü.jpg', byteLength: 3 });
    const named = await here.upload('eye two', {
      [browserHost.nameHeader]: encodeURIComponent('../../x/evil\u202Egpj.exe'),
    });
    expect(here.studio.library.photo(JSON.parse(named.body).added[0])?.name).toBe('evilgpj.exe');
    expect(JSON.parse((await here.upload('eye')).body)).toMatchObject({ duplicates: report.added });
    expect(JSON.parse((await here.upload('text')).body)).toEqual({
      added: [],
      duplicates: [],
      failed: [{ name: 'Auge ü.jpg', code: 'fileNotAPhoto' }],
    });
    expect(await readdir(here.studio.library.layout.scratch)).toEqual([]);
    expect(await here.upload('eye', { [browserHost.nameHeader]: '%' })).toMatchObject({ status: 400 });
  });

  it('takes several photos at a time', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map((number) => here.upload(`eye ${number}`)));
    expect(answers.map(({ body }) => JSON.parse(body).added.length)).toEqual([1, 1, 1, 1]);
  });

  it('stops reading a photo that is larger than it may be, declared or not', async () => {
    const tooLarge = { failed: [{ code: 'fileTooLarge' }] };
    expect(JSON.parse((await here.upload('x'.repeat(largestUpload + 1))).body)).toMatchObject(tooLarge);
    const chunked = await here.upload('x'.repeat(largestUpload + 1), { 'transfer-encoding': 'chunked' });
    expect(JSON.parse(chunked.body)).toMatchObject(tooLarge);
    expect(await readdir(here.studio.library.layout.scratch)).toEqual([]);
  });

  it('forgets a photo whose sender goes away in the middle', async () => {
    const request = httpRequest({
      host: here.link.hostname,
      port: here.link.port,
      path: here.at(browserHost.import),
      method: 'POST',
      headers: { origin: here.link.origin, [browserHost.nameHeader]: 'eye.jpg', 'content-length': 1000 },
    });
    request.on('error', () => {});
    request.write('eye');
    const { scratch } = here.studio.library.layout;
    while ((await readdir(scratch)).length === 0) await new Promise(setImmediate);
    request.destroy();
    while ((await readdir(scratch)).length > 0) await new Promise(setImmediate);
    expect(here.studio.library.photos()).toEqual([]);
  });

  it('adds a model from a file, and answers with the reason where it cannot', async () => {
    const send = (body: string) =>
      here.ask(here.at(browserHost.models), {
        method: 'POST',
        body,
        headers: { [browserHost.nameHeader]: 'My%20model.pth', [browserHost.licenceHeader]: 'BSD' },
      });
    expect(JSON.parse((await send('tiny weights')).body)).toEqual({
      model: expect.objectContaining({ id: 'my-model', licence: 'BSD', own: true }),
    });
    expect(await here.studio.api.listModels()).toContainEqual(expect.objectContaining({ id: 'my-model' }));
    await here.studio.api.removeModel('my-model');
    expect((await here.studio.api.listModels()).filter(({ own }) => own)).toEqual([]);
    expect(JSON.parse((await send('no weights')).body)).toEqual({ failure: 'modelUnsupported' });
    while ((await readdir(here.studio.library.layout.scratch)).length > 0) await new Promise(setImmediate);
  });
});
