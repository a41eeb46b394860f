import { Button } from '../../ui/Button.tsx';
import { usePhotoInputs } from '../shell/PhotoInputs.tsx';
import { Screen } from '../shell/Screen.tsx';
import styles from './CoachView.module.css';
import { DistanceDrawing, LightDrawing, OpenEyeDrawing, SteadyDrawing } from './drawings.tsx';

const tips = [
  {
    Drawing: LightDrawing,
    name: 'One light, from the side',
    words: 'Turn away from windows. A lamp at the side gives detail and one small reflection.',
  },
  {
    Drawing: DistanceDrawing,
    name: 'Close, at 2× or macro',
    words: 'The eye fills most of the picture. Closer than a hand’s width gets blurred.',
  },
  {
    Drawing: OpenEyeDrawing,
    name: 'Eye wide open',
    words: 'Look straight into the lens. Hold the upper lid gently if it helps.',
  },
  {
    Drawing: SteadyDrawing,
    name: 'Steady, in focus',
    words: 'Touch the iris on the screen to focus, rest your hand, take three.',
  },
] as const;

/** How to take a photo that works, in four small drawings. */
export function CoachView() {
  const inputs = usePhotoInputs();
  return (
    <Screen
      title="A sharp photo"
      foot={
        <Button size="touch" look="primary" onClick={inputs.openCamera}>
          Take a photo
        </Button>
      }
    >
      <ul className={styles.tips}>
        {tips.map(({ Drawing, name, words }) => (
          <li key={name} className={styles.tip}>
            <Drawing />
            <div>
              <h2>{name}</h2>
              <p>{words}</p>
            </div>
          </li>
        ))}
      </ul>
    </Screen>
  );
}
