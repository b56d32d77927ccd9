// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.enrolment;

/**
 * A row and what became of it.
 *
 * @param line where it begins in the file, from 1
 * @param address its address, as the file has it
 * @param outcome what became of it; in a dry run, what would
 * @param detail a sentence: what is wrong and how to mend it, or what is done
 */
public record RowResult(int line, String address, RowOutcome outcome, String detail) {}
