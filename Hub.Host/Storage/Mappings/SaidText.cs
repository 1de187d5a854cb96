using Hub.Domain;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Hub.Host.Storage.Mappings;

/// <summary>What was said is stored as its code and values in one text column; a row from before there were codes keeps its text.</summary>
internal sealed class SaidText() : ValueConverter<Said, string>(said => said.Stored, stored => Said.Read(stored));
