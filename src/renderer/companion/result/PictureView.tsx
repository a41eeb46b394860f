import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { formatPixels } from '../../ui/format.ts';
import { BottomSheet } from '../shell/BottomSheet.tsx';
import type { ReceivedPicture } from '../state/capture.ts';
import { useCompanion, useCompanionState } from '../state/companion-context.ts';
import { CompareStage } from './CompareStage.tsx';
import { NotHere } from './NotHere.tsx';
import { PictureScreen } from './PictureScreen.tsx';
import styles from './ResultView.module.css';
import { TakeAwayActions } from './TakeAwayActions.tsx';

/** A picture that the studio sent, as large as the phone is: to look closely, to keep, to put away. */
export function PictureView({ pictureId }: { pictureId: string }) {
  const picture = useCompanionState(({ captures, earlier }) =>
    [...captures, ...earlier].find((each) => each.at === 'received' && each.id === pictureId),
  );
  if (picture?.at !== 'received') return <NotHere />;
  const { id, name, width, height } = picture;
  const whole = { kind: 'picture', id, resultId: null } as const;
  return (
    <PictureScreen
      name={name}
      stage={
        <CompareStage
          picture={{ width, height }}
          before={null}
          small={{ kind: 'pictureThumbnail', id, resultId: null }}
          after={whole}
          filled={null}
          label="The finished iris"
        />
      }
    >
      <p className={styles.figures}>From the studio · {formatPixels(width, height)}</p>
      <TakeAwayActions name={whole} fileName={name} label="Picture">
        <Remove picture={picture} />
      </TakeAwayActions>
    </PictureScreen>
  );
}

/** The studio keeps the picture, but only somebody there can send it again: one tap is not enough. */
function Remove({ picture }: { picture: ReceivedPicture }) {
  const companion = useCompanion();
  const [asking, setAsking] = useState(false);
  const remove = async () => {
    setAsking(false);
    if (await companion.removePicture(picture.id)) companion.back();
  };
  return (
    <>
      <button type="button" className={styles.action} onClick={() => setAsking(true)}>
        <Trash2 size={24} aria-hidden="true" />
        Remove
      </button>
      {asking && (
        <BottomSheet title="Remove it from this phone?" onClose={() => setAsking(false)}>
          <p className={styles.question}>The studio keeps the picture and can send it again.</p>
          <div className={styles.answers}>
            <Button size="touch" look="danger" onClick={() => void remove()}>
              Remove
            </Button>
            <Button size="touch" look="plain" onClick={() => setAsking(false)}>
              Keep it
            </Button>
          </div>
        </BottomSheet>
      )}
    </>
  );
}
