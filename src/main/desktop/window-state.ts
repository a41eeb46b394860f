/** Where the window was, and whether it may be there again: screens are unplugged, and resolutions change. */
import { z } from 'zod';
import type { Setting } from '../library/settings.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const windowStateSchema = z.strictObject({
  x: z.int(),
  y: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
  maximized: z.boolean(),
  fullScreen: z.boolean(),
});
export type WindowState = z.infer<typeof windowStateSchema>;

export const windowStateSetting: Setting<WindowState> = { name: 'window', schema: windowStateSchema };

export const smallestWindow = { width: 720, height: 480 } as const;
const firstSize = { width: 1280, height: 800 } as const;
/** So much of the window must lie on one screen that its title bar can be taken hold of. */
const reachable = { width: 160, height: 60 } as const;

/**
 * @param remembered from last time, or null
 * @param workAreas of all screens, the main one first
 */
export function placeWindow(remembered: WindowState | null, workAreas: readonly Box[]): Box {
  const area = remembered && workAreas.find((each) => isReachable(remembered, each));
  if (!remembered || !area) return centred(firstSize, workAreas[0]);
  const width = clamp(remembered.width, smallestWindow.width, area.width);
  const height = clamp(remembered.height, smallestWindow.height, area.height);
  return {
    // A title bar above the screen cannot be reached; to the sides some may stick out.
    x: remembered.x,
    y: Math.max(area.y, Math.min(remembered.y, area.y + area.height - reachable.height)),
    width,
    height,
  };
}

function isReachable(window: Box, area: Box): boolean {
  const across =
    Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x) >= reachable.width;
  const titleBar = { top: window.y, bottom: window.y + reachable.height };
  const down = Math.min(titleBar.bottom, area.y + area.height) - Math.max(titleBar.top, area.y) > 0;
  return across && down;
}

function centred(size: { readonly width: number; readonly height: number }, area: Box | undefined): Box {
  if (area === undefined) return { x: 0, y: 0, ...size };
  const width = Math.min(size.width, area.width);
  const height = Math.min(size.height, area.height);
  return {
    x: area.x + Math.round((area.width - width) / 2),
    y: area.y + Math.round((area.height - height) / 2),
    width,
    height,
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(Math.min(value, most), Math.min(least, most));
}
