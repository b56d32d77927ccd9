// SPDX-License-Identifier: Apache-2.0
/**
 * Judges sign-ins as they come: the shell around the rooms {@code place} and {@code signin}. It reads the topic, keeps what is
 * remembered, and makes findings of stories.
 */
@org.jspecify.annotations.NullMarked
package org.mailwarden.breachwatch.judging;
