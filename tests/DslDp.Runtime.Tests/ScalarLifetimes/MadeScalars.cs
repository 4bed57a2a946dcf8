using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace DslDp.Runtime.Tests.ScalarLifetimes;

/// <summary>
/// Reads off a method's code which scalars it makes and does not hold. Held are those of a <c>using</c>, which are disposed of after the last
/// use, and those of static fields that are set once.
/// </summary>
internal static class MadeScalars
{
    private const string Scalar = "TorchSharp.Scalar";

    /// <summary>What is called to make those that are not held.</summary>
    public static IReadOnlyList<MethodReference> NotHeld(MethodDefinition method)
    {
        if (!method.HasBody || !method.Body.Instructions.Any(Makes))
            return [];
        method.Body.SimplifyMacros();
        return [.. method.Body.Instructions.Where(instruction => Makes(instruction) && !IsHeld(method, instruction)).Select(instruction => (MethodReference)instruction.Operand)];
    }

    private static bool Makes(Instruction instruction) => instruction.Operand is MethodReference called && TorchSharpCode.Declares(called)
        && (instruction.OpCode == OpCodes.Newobj ? called.DeclaringType : called.ReturnType).FullName == Scalar;

    private static bool IsHeld(MethodDefinition method, Instruction making)
    {
        var next = FromHere(making.Next);
        return next.OpCode.Code switch
        {
            // Within TorchSharp: whoever calls such a method is asked whether he holds it.
            Code.Ret => TorchSharpCode.Declares(method),
            Code.Stsfld => method is { IsConstructor: true, IsStatic: true } && ((FieldReference)next.Operand).Resolve().IsInitOnly,
            Code.Stloc => method.Body.ExceptionHandlers.Any(handler => IsUsing(handler, next)),
            _ => false,
        };
    }

    /// <summary>Whether the handler belongs to a <c>using</c> of the variable that is set here.</summary>
    private static bool IsUsing(ExceptionHandler handler, Instruction store)
    {
        if (handler.HandlerType != ExceptionHandlerType.Finally || FromHere(store.Next) != FromHere(handler.TryStart))
            return false;
        for (var instruction = handler.HandlerStart; instruction != handler.HandlerEnd; instruction = instruction.Next)
        {
            if (instruction.OpCode == OpCodes.Ldloc && instruction.Operand == store.Operand && instruction.Next.Operand is MethodReference { Name: nameof(IDisposable.Dispose) })
                return true;
        }
        return false;
    }

    /// <summary>The first instruction from here that does something.</summary>
    private static Instruction FromHere(Instruction instruction)
    {
        while (instruction.OpCode == OpCodes.Nop || instruction.OpCode == OpCodes.Br)
            instruction = instruction.OpCode == OpCodes.Nop ? instruction.Next : (Instruction)instruction.Operand;
        return instruction;
    }
}
