// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.corpora;

/**
 * Inside the service: another corpus generation is current.
 *
 * @param generation the generation
 */
public record CorpusLanded(String generation) {}
