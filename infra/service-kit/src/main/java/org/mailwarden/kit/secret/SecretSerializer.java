// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.kit.secret;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;

/** Refuses to write a secret, so that one in a response or event is a failure and never a leak. */
final class SecretSerializer extends JsonSerializer<Secret> {

    @Override
    public void serialize(Secret value, JsonGenerator generator, SerializerProvider provider) throws IOException {
        throw JsonMappingException.from(generator, "A secret is never written as JSON");
    }
}
