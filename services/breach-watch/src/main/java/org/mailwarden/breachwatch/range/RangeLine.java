// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.range;

/**
 * A line of the answer to a {@link RangeBatch}.
 *
 * @param prefix 5 hex digits, upper case
 * @param range the text of the single search: lines joined by CRLF; empty when the corpus has no entry there
 */
public record RangeLine(String prefix, String range) {}
