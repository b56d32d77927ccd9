// SPDX-License-Identifier: Apache-2.0
/** The safe sequence of a reset, step by step, from rows that survive a crash. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.auth.saga;
