// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.promise;

import java.util.Map;

/**
 * A promise of the product, checked against what the demo planted.
 *
 * @param id stable id
 * @param text what is promised
 * @param held whether it held
 * @param evidence what was seen, for the report; never a secret
 */
public record Promise(String id, String text, boolean held, Map<String, Object> evidence) {}
