using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Hub.Host.Storage.Mappings;

/// <summary>Instants are stored in UTC and come back in UTC.</summary>
internal sealed class UtcInstant() : ValueConverter<DateTimeOffset, DateTime>(
    instant => instant.UtcDateTime,
    stored => new DateTimeOffset(DateTime.SpecifyKind(stored, DateTimeKind.Utc)));
