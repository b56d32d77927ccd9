// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.finding;

/**
 * One reason for a finding.
 *
 * @param text plain sentence; never the secret
 * @param source where it is known from, for instance a corpus generation or a feed's import
 */
public record Fact(String text, String source) {}
