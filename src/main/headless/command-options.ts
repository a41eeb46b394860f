import { InvalidArgumentError, Option } from 'commander';

/** Reads a number that was typed; anything else ends the command with an explanation. */
export function numberBetween(low: number, high: number, whole: boolean) {
  return (text: string): number => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= low && value <= high) || (whole && !Number.isInteger(value)))
      throw new InvalidArgumentError(`Give a ${whole ? 'whole ' : ''}number from ${low} to ${high}.`);
    return value;
  };
}

export const dataOption = () =>
  new Option('--data <folder>', 'where the library lives (default: the system’s place for application data)');
