import type { QualityMeasure, QualityMeasures } from '../../../contracts/quality.ts';

/** How each measure is called and told in the info drawer; units as in the worker's quality table. */
const measures: readonly { measure: QualityMeasure; name: string; unit: '%' | 'px' | 'bits' }[] = [
  { measure: 'irisDiameter', name: 'Iris diameter', unit: 'px' },
  { measure: 'sharpness', name: 'Sharpness', unit: '%' },
  { measure: 'usableArea', name: 'Visible iris', unit: '%' },
  { measure: 'specularShare', name: 'Reflections', unit: '%' },
  { measure: 'dilation', name: 'Pupil in the iris', unit: '%' },
  { measure: 'margin', name: 'Space around', unit: '%' },
  { measure: 'irisScleraContrast', name: 'Contrast to the white', unit: '%' },
  { measure: 'irisPupilContrast', name: 'Contrast to the pupil', unit: '%' },
  { measure: 'concentricity', name: 'Pupil in the middle', unit: '%' },
  { measure: 'highlightClipping', name: 'Overexposed', unit: '%' },
  { measure: 'shadowClipping', name: 'Underexposed', unit: '%' },
  { measure: 'greyscaleUtilisation', name: 'Tonal range', unit: 'bits' },
];

export interface MeasureLine {
  measure: QualityMeasure;
  name: string;
  value: string;
}

export function measureLines(values: QualityMeasures): MeasureLine[] {
  return measures.flatMap(({ measure, name, unit }) => {
    const value = values[measure];
    if (value === null) return [];
    const figure =
      unit === 'bits'
        ? value.toFixed(1)
        : value < 10 && value > -10 && unit === '%'
          ? value.toFixed(1)
          : Math.round(value).toString();
    return [{ measure, name, value: unit === '%' ? `${figure}%` : `${figure} ${unit}` }];
  });
}

export function scoreWords(score: number): string {
  if (score >= 0.8) return 'Excellent capture';
  if (score >= 0.6) return 'Good capture';
  if (score >= 0.4) return 'Usable capture';
  return 'Poor capture';
}
