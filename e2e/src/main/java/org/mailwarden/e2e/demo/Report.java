// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.e2e.demo;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.mailwarden.e2e.promise.Promise;
import org.mailwarden.e2e.promise.Promises;

/**
 * What the demo leaves for programs.
 *
 * @param held whether every promise held
 * @param seconds how long it took from the start of the first server
 * @param promises each with its evidence
 */
record Report(boolean held, double seconds, List<Promise> promises) {

    static Report of(Promises promises, Duration took) {
        return new Report(promises.held(), took.toMillis() / 1000.0, promises.all());
    }

    void write(Path file) {
        try {
            JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writeValue(file.toFile(), this);
        } catch (IOException e) {
            throw new UncheckedIOException("The report could not be written to " + file, e);
        }
    }
}
