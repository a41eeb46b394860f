import { useEffect, useState } from 'react';
import type { ModelCard } from '../../../contracts/studio-api.ts';
import { useStudio } from '../state/studio-context.ts';

/** Models that the user added and that may do something instead of ours. */
export function useOwnModels(): readonly ModelCard[] {
  const studio = useStudio();
  const [own, setOwn] = useState<readonly ModelCard[]>([]);
  useEffect(() => {
    let current = true;
    void studio
      .attempt(() => studio.host.studio.listModels())
      .then((models) => {
        if (current) setOwn((models ?? []).filter((model) => model.own));
      });
    return () => {
      current = false;
    };
  }, [studio]);
  return own;
}
