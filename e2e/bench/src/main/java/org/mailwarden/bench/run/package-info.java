// SPDX-License-Identifier: Apache-2.0
/** What every benchmark does: options, rounds, figures, goals, report. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.bench.run;
