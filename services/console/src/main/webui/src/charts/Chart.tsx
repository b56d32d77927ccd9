// SPDX-License-Identifier: Apache-2.0
import { Skeleton } from '@patternfly/react-core';
import { useEffect, useRef, useState } from 'react';
import { idle } from '../parts/idle';
import { Failed } from '../parts/states';
import { useTheme } from '../shell/theme';
import type { ChartOption, ECharts } from './echarts';

interface ChartProps {
  /** What it shows, in the words of ECharts; keep it in `useMemo`. Tooltips are drawn, never HTML. */
  option: ChartOption;
  /** What is to be seen, in a sentence: for who cannot see it. */
  label: string;
  height?: 'small' | 'medium' | 'large';
  /** Called with the place of the bar or point that was clicked. */
  onClick?: (place: { dataIndex: number; seriesName: string }) => void;
}

/** Bars of several series have patterns, so that colour is not all that tells them apart. */
const ALWAYS: ChartOption = { animation: false, aria: { enabled: true, decal: { show: true } }, tooltip: { trigger: 'axis', renderMode: 'richText', confine: true } };

/** A chart in the colours of the page. The library is loaded when a chart is to be shown and the rest of the page is. */
export function Chart({ option, label, height = 'medium', onClick }: ChartProps) {
  const element = useRef<HTMLDivElement>(null);
  const clicked = useRef(onClick);
  const theme = useTheme();
  const [chart, setChart] = useState<ECharts>();
  const [error, setError] = useState<unknown>();
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    clicked.current = onClick;
  });

  useEffect(() => {
    let begun: ECharts | undefined;
    let gone = false;
    const observer = new ResizeObserver(() => begun?.resize());
    idle().then(() => import('./echarts')).then(
      ({ begin }) => {
        if (gone || element.current === null) {
          return;
        }
        begun = begin(element.current, theme);
        begun.on('click', (event) => clicked.current?.({ dataIndex: event.dataIndex, seriesName: event.seriesName ?? '' }));
        observer.observe(element.current);
        setChart(begun);
      },
      (thrown: unknown) => setError(thrown),
    );
    return () => {
      gone = true;
      observer.disconnect();
      begun?.dispose();
      setChart(undefined);
    };
    // A theme means other colours: the chart begins anew.
  }, [theme, attempt]);

  useEffect(() => {
    chart?.setOption({ ...ALWAYS, ...option }, { notMerge: true });
  }, [chart, option]);

  if (error !== undefined) {
    return (
      <Failed
        error={error}
        again={() => {
          setError(undefined);
          setAttempt(attempt + 1);
        }}
      />
    );
  }
  return (
    <div className={`mw-chart mw-chart-${height}`}>
      <div ref={element} role="img" aria-label={label} className="mw-chart-area" />
      {chart === undefined ? <Skeleton className="mw-chart-waiting" screenreaderText={label} /> : null}
    </div>
  );
}
