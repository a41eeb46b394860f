/**
 * The way in, one thing on each screen: the code (unless the QR code brought it), the phone's name, the wait for
 * "Allow". The studio sees the phone as soon as its code was right.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import { type FailureCode, StudioFailure } from '../../../contracts/failure.ts';
import type { Invitation, PairingTalk } from '../port/phone-port.ts';
import { useCompanion, useCompanionState } from '../state/companion-context.ts';
import { CodeEntry } from './CodeEntry.tsx';
import { CodeRefused } from './CodeRefused.tsx';
import { Knocking } from './Knocking.tsx';
import { PhoneName } from './PhoneName.tsx';
import { WaitingForAllow } from './WaitingForAllow.tsx';

type Step =
  | { kind: 'code'; refused: FailureCode | null }
  | { kind: 'knocking' }
  | { kind: 'name' }
  | { kind: 'allow'; phoneName: string }
  | { kind: 'refused'; code: FailureCode };

export function PairingFlow() {
  const companion = useCompanion();
  const invitation = useCompanionState((state) => state.invitation);
  const [step, setStep] = useState<Step>(
    invitation === null ? { kind: 'code', refused: null } : { kind: 'knocking' },
  );
  const talk = useRef<PairingTalk | null>(null);

  const introduce = useCallback(
    async (phoneName: string) => {
      setStep({ kind: 'allow', phoneName });
      try {
        const pairing = await talk.current?.introduce(phoneName);
        if (pairing !== undefined) companion.paired(pairing);
      } catch (error) {
        setStep({ kind: 'refused', code: codeOf(error) });
      }
    },
    [companion],
  );

  const knock = useCallback(
    async (with_: Invitation) => {
      try {
        talk.current = await companion.port.openPairing(with_);
        // Carried over: the studio knows this phone, and nobody is asked.
        if (with_.by === 'carryOver') await introduce('');
        else setStep({ kind: 'name' });
      } catch (error) {
        const code = codeOf(error);
        const typedAgain = with_.by === 'digits' && code !== 'tooManyTries';
        setStep(typedAgain ? { kind: 'code', refused: code } : { kind: 'refused', code });
      }
    },
    [companion, introduce],
  );

  const begun = useRef(false);
  useEffect(() => {
    if (invitation === null || begun.current) return;
    begun.current = true;
    void knock(invitation);
  }, [invitation, knock]);

  const typeCode = () => {
    talk.current?.end();
    talk.current = null;
    companion.store.setState({ invitation: null });
    setStep({ kind: 'code', refused: null });
  };

  switch (step.kind) {
    case 'code':
      return <CodeEntry refused={step.refused} onCode={(secret) => knock({ by: 'digits', secret })} />;
    case 'knocking':
      return <Knocking />;
    case 'name':
      return <PhoneName onName={introduce} />;
    case 'allow':
      return <WaitingForAllow phoneName={step.phoneName} onCancel={typeCode} />;
    case 'refused':
      return <CodeRefused code={step.code} onCode={typeCode} />;
  }
}

function codeOf(error: unknown): FailureCode {
  return error instanceof StudioFailure ? error.code : 'unexpected';
}
