/** Whether all values are finite. */
export function holdsNumbers(data: Float32Array): boolean {
  // NaN and infinities times zero are NaN; anything else adds nothing. Four sums need not wait for each other.
  let [one, two, three, four] = [0, 0, 0, 0];
  const last = data.length - 3;
  let index = 0;
  for (; index < last; index += 4) {
    one += data[index]! * 0;
    two += data[index + 1]! * 0;
    three += data[index + 2]! * 0;
    four += data[index + 3]! * 0;
  }
  for (; index < data.length; index++) one += data[index]! * 0;
  return one + two + three + four === 0;
}
