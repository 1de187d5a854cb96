using Hub.Host.Storage;

namespace Hub.Host.Foundation.Backups;

/// <summary>What a backup says of itself, first in its file.</summary>
/// <param name="Format">1.</param>
/// <param name="Hub">Version of the program that made it.</param>
/// <param name="Schema">The last migration of the store.</param>
/// <param name="KeysMark">Tells whether a copy of keys belongs to it; opens nothing.</param>
/// <param name="Bytes">Length of the store inside.</param>
/// <param name="Sha256">Of the store inside, in hexadecimal.</param>
public sealed record BackupManifest(int Format, string Hub, StoreKind Store, string Schema, DateTimeOffset TakenAt, int Tickets, int Items, int Messages, string KeysMark, long Bytes, string Sha256);
