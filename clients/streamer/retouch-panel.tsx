/** Retouching of the camera's picture. */
import type { RetouchSettings } from '../shared/picture/retouch.ts';
import { t } from '../shared/words/words.ts';
import type { Broadcast } from './broadcast.ts';

const SLIDERS = [
  ['strength', 0],
  ['smoothing', 0],
  ['brightness', -1],
] as const;

/** What the switch begins with: seen, and still a face. */
const GENTLE: RetouchSettings = { strength: 0.8, smoothing: 0.6, brightness: 0.15 };

export function RetouchPanel({ broadcast }: { broadcast: Broadcast }) {
  const settings = broadcast.retouch.value;
  if (!broadcast.studio.canRetouch) return <p class="card hint">{t('retouch.unsupported')}</p>;
  const isOn = settings.strength > 0;
  return (
    <fieldset class="card retouch">
      <legend class="hidden">{t('retouch.title')}</legend>
      <label class="check">
        <input
          type="checkbox"
          checked={isOn}
          onChange={() => broadcast.setRetouch(isOn ? { ...settings, strength: 0 } : GENTLE)}
        />
        {t('retouch.on')}
      </label>
      {SLIDERS.map(([name, least]) => (
        <label key={name}>
          <span class="spread">
            {t(`retouch.${name}`)} <span class="amount">{Math.round(settings[name] * 100)}</span>
          </span>
          <input
            type="range"
            min={least}
            max={1}
            step={0.05}
            value={settings[name]}
            disabled={!isOn && name !== 'strength'}
            onInput={(event) => broadcast.setRetouch({ ...settings, [name]: event.currentTarget.valueAsNumber })}
          />
        </label>
      ))}
      {broadcast.kind.value !== 'camera' && <p class="hint">{t('retouch.camera-only')}</p>}
    </fieldset>
  );
}
