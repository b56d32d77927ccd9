// SPDX-License-Identifier: Apache-2.0
/** Slow work with progress, run once across instances and again after a crash. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.breachwatch.job;
