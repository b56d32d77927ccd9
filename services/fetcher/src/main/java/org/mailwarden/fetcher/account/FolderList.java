// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.account;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.List;

/** Folder names in one column, a line each: a folder name holds no line break (RFC 9051 section 5.1). */
@Converter
public class FolderList implements AttributeConverter<List<String>, String> {

    @Override
    public String convertToDatabaseColumn(List<String> folders) {
        return String.join("\n", folders);
    }

    @Override
    public List<String> convertToEntityAttribute(String column) {
        return column.isEmpty() ? List.of() : List.of(column.split("\n"));
    }
}
