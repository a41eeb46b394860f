/**
 * Where official weights can be had. Nothing here is ever fetched by itself: a person asks for one by name. A file
 * that was brought by hand and has one of these hashes is recognised, and gets its licence without being asked.
 */
import { realEsrganLicence } from './licences.ts';

export interface CatalogueEntry {
  /** Also the id of the model that it becomes. */
  readonly name: string;
  readonly about: string;
  readonly address: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly licence: { readonly name: string; readonly text: string };
}

const releases = 'https://github.com/xinntao/Real-ESRGAN/releases/download';

function official(name: string, path: string, bytes: number, sha256: string, about: string): CatalogueEntry {
  return { name, about, address: `${releases}/${path}`, bytes, sha256, licence: realEsrganLicence };
}

export const catalogue: readonly CatalogueEntry[] = [
  official(
    'realesr-general-x4v3',
    'v0.2.5.0/realesr-general-x4v3.pth',
    4_885_111,
    '8dc7edb9ac80ccdc30c3a5dca6616509367f05fbc184ad95b731f05bece96292',
    'small, 4 times, removes noise',
  ),
  official(
    'realesr-general-wdn-x4v3',
    'v0.2.5.0/realesr-general-wdn-x4v3.pth',
    4_885_111,
    '1641f8c4464b9f097c9fdda5589273713f67cf59f3d909e0bd688f0cee269dca',
    'its twin that keeps noise, to be mixed with it',
  ),
  official(
    'realesr-animevideov3',
    'v0.2.5.0/realesr-animevideov3.pth',
    2_504_012,
    'b8a8376811077954d82ca3fcf476f1ac3da3e8a68a4f4d71363008000a18b75d',
    'smallest, 4 times, made for drawings',
  ),
  official(
    'realesrgan-x4plus',
    'v0.1.0/RealESRGAN_x4plus.pth',
    67_040_989,
    '4fa0d38905f75ac06eb49a7951b426670021be3018265fd191d2125df9d682f1',
    'large, 4 times: minutes for one iris without a graphics card',
  ),
  official(
    'realesrgan-x2plus',
    'v0.2.1/RealESRGAN_x2plus.pth',
    67_061_725,
    '49fafd45f8fd7aa8d31ab2a22d14d91b536c34494a5cfe31eb5d89c2fa266abb',
    'large, 2 times',
  ),
  official(
    'realesrgan-x4plus-anime-6b',
    'v0.2.2.4/RealESRGAN_x4plus_anime_6B.pth',
    17_938_799,
    'f872d837d3c90ed2e05227bed711af5671a6fd1c9f7d7e91c911a61f155e99da',
    'middling, 4 times, made for drawings',
  ),
];

export const entryNamed = (name: string) =>
  catalogue.find((entry) => entry.name === name.toLowerCase()) ?? null;
export const entryWithHash = (sha256: string) => catalogue.find((entry) => entry.sha256 === sha256) ?? null;
