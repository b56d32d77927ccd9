// SPDX-License-Identifier: Apache-2.0
/** Asking for news where there is none. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.bench.poll;
