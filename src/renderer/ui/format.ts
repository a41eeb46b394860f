/** Figures in the words that photographers read. */

/** 8.2 s, 48 s, 3 min 20 s, 1 h 5 min */
export function formatDuration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

/** What is still to go, rounded so that it does not flicker: "a few seconds", "about 40 s", "about 12 min". */
export function formatRemaining(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 8) return 'a few seconds';
  if (seconds <= 50) return `about ${Math.ceil(seconds / 10) * 10} s`;
  const minutes = Math.max(1, Math.round(seconds / 60));
  if (minutes < 60) return `about ${minutes} min`;
  const hours = Math.floor(minutes / 60);
  const rest = Math.round((minutes % 60) / 10) * 10;
  if (rest === 60) return `about ${hours + 1} h`;
  return rest === 0 ? `about ${hours} h` : `about ${hours} h ${rest} min`;
}

/** Decimal units, as disks are sold: 812 KB, 1.4 GB */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const figure = unit < 2 || value >= 100 ? Math.round(value).toString() : value.toFixed(1);
  return `${figure} ${units[unit]}`;
}

export function formatCount(count: number): string {
  return count.toLocaleString('en-GB').replaceAll(',', ' ');
}

export function formatPixels(width: number, height: number): string {
  return `${width} × ${height}`;
}

export function formatPercent(share: number): string {
  return `${Math.min(100, Math.floor(share * 100 + 1e-9))}%`;
}

/** "1 photo", "12 photos" */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
