// SPDX-License-Identifier: Apache-2.0
/** What searches in lists are made of, and the tallies they are counted by. Nothing here sees a clock, a request or a database. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.kit.search;
