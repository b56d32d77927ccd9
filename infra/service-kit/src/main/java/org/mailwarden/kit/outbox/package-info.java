// SPDX-License-Identifier: Apache-2.0
/** Events written in the business transaction and published after it. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.kit.outbox;
