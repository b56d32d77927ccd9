// SPDX-License-Identifier: Apache-2.0
/** The letters to people: their words, where they may go, and how many. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.auth.letter;
