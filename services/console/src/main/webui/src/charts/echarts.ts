// SPDX-License-Identifier: Apache-2.0
import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, DataZoomComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, registerTheme, use, type ECharts, type EChartsCoreOption } from 'echarts/core';
// On canvas: drawn as SVG, texts get style attributes, which the content security policy refuses.
import { CanvasRenderer } from 'echarts/renderers';
import type { Theme } from '../shell/theme';
// The colours of the series, in their order, and how strong they are on a page of each theme: a file that check-contrast.mjs reads too.
import colours from './colours.json';

use([
  BarChart,
  LineChart,
  AriaComponent,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  CanvasRenderer,
]);

/** What a chart shows, in the words of ECharts. */
export type ChartOption = EChartsCoreOption;
export type { ECharts };

/** Begins a chart in an element, in the colours that the page has now. */
export function begin(element: HTMLElement, theme: Theme): ECharts {
  const css = getComputedStyle(document.documentElement);
  const token = (name: string) => css.getPropertyValue(`--pf-t--global--${name}`).trim();
  const text = token('text--color--regular');
  const subtle = token('text--color--subtle');
  const line = token('border--color--default');
  const fontFamily = getComputedStyle(document.body).fontFamily;
  const axis = {
    axisLabel: { color: subtle, fontFamily },
    axisLine: { lineStyle: { color: line } },
    axisTick: { lineStyle: { color: line } },
    splitLine: { lineStyle: { color: line, opacity: 0.5 } },
    nameTextStyle: { color: subtle, fontFamily },
  };
  registerTheme('patternfly', {
    color: colours.series.map((name) => css.getPropertyValue(`--pf-t--color--${name}--${colours.strength[theme]}`).trim()),
    backgroundColor: 'transparent',
    textStyle: { color: text, fontFamily },
    legend: { textStyle: { color: text, fontFamily } },
    tooltip: {
      backgroundColor: token('background--color--floating--default'),
      borderColor: line,
      textStyle: { color: text, fontFamily },
    },
    categoryAxis: axis,
    valueAxis: axis,
    timeAxis: axis,
  });
  return init(element, 'patternfly');
}
