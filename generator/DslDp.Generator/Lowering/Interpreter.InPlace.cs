using System.Collections.Immutable;
using System.Linq;
using DslDp.Generator.Proof;
using DslDp.Generator.Proof.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace DslDp.Generator.Lowering;

/// <summary>
/// Operations that overwrite a tensor. Under all its names the tensor would change, which the proof does not follow; three cases need no following:
/// the numbers of a tensor while the model is made, memory that <c>forward</c> has just made, and a value that nothing else sees.
/// </summary>
internal sealed partial class Interpreter
{
    /// <summary>The value after an operation whose name ends with an underscore; null where none of the cases applies.</summary>
    private AbstractValue? Overwritten(string member, TensorValue receiver, ImmutableArray<Argument> arguments, IOperation at, Frame frame)
    {
        if (frame.Construction is not null && member.StartsWith("torch.nn.init.", System.StringComparison.Ordinal)) return receiver;
        if (!InPlaceRows.KeepsShape(member)) return null;
        if (frame.Construction is not null) return receiver;
        if (receiver is { IsFresh: true, HoldsExamples: false } && arguments.All(argument => argument.Value is TensorValue { HoldsExamples: false, IsTrained: false, Shape: not null } || Join.IsPublic(argument.Value))) return receiver;
        var plain = member.Substring(0, member.Length - 1);
        if (receiver.IsFresh && InPlaceRows.Fills(member) && arguments.All(argument => Join.IsPublic(argument.Value))) return receiver;
        if (!OperatorTable.Instance.Knows(plain)) return null;
        if (receiver.IsFresh) return ApplyTo(plain, receiver, arguments, at, frame) switch
        {
            TensorValue changed => Equals(changed.Shape, receiver.Shape) ? receiver : null,
            var refused => refused,
        };
        if (at is not IInvocationOperation { Instance: { } overwritten }) return null;
        var variable = OwnVariable(overwritten, at, frame);
        if (variable is null && !IsSeenByNothingElse(overwritten, at)) return null;
        var result = ApplyTo(plain, receiver, arguments, at, frame);
        if (variable is not null && result is TensorValue) frame.Environment[variable] = result;
        if (result is TensorValue made && Equals(made.Shape, receiver.Shape)) session.OutOfPlace.Add(sites.Of(at.Syntax));
        else if (result is TensorValue) return null;
        return result;
    }

    /// <summary>What memory holds that is not set matters to nobody while the model is made: what counts there is the shape.</summary>
    private static string Initialised(string member, IOperation at, Frame frame) => frame.Construction is null && !IsFilledAtOnce(at) ? member : member switch
    {
        "torch.empty" => "torch.zeros",
        "torch.empty_like" => "torch.zeros_like",
        "torch.Tensor.empty_like" => "torch.Tensor.zeros_like",
        "torch.Tensor.new_empty" => "torch.Tensor.new_zeros",
        _ => member,
    };

    /// <summary><c>empty(…).zero_()</c>.</summary>
    private static bool IsFilledAtOnce(IOperation made) => made.Parent is IInvocationOperation { TargetMethod: var fills } filling && filling.Instance == made && InPlaceRows.Fills(MemberNames.Of(fills));

    /// <summary>A value without a name, fresh from a layer or an operation that makes a new tensor; or a variable that is set to the result right away.</summary>
    private bool IsSeenByNothingElse(IOperation overwritten, IOperation by)
    {
        overwritten = Unconverted(overwritten);
        var isNew = IsNew(overwritten) || (overwritten is IInvocationOperation && session.OutOfPlace.Contains(sites.Of(overwritten.Syntax)));
        return isNew && by.Parent is not IExpressionStatementOperation;
    }

    /// <summary>
    /// Whether the layers that are called at a place make a new tensor. Others may hand on what they are given, as <c>Identity</c>, <c>Flatten</c>, <c>Dropout</c>
    /// outside of training, and blocks do: the tensor then has another name, under which the program would see it overwritten, and the copy would not.
    /// </summary>
    private bool IsNewFrom(Site call)
    {
        var layers = session.Calls.Where(made => made.Site == call).ToArray();
        return layers.Length > 0 && System.Array.TrueForAll(layers, made => ModuleRows.Recorded.Contains(made.Module.Kind));
    }

    /// <summary>Operations that always make a new tensor, so that their result has no other name.</summary>
    private static readonly ImmutableHashSet<string> NewMemory = ImmutableHashSet.CreateRange(ModuleRows.Names("""
        zeros ones full empty rand randn eye arange linspace logspace tensor zeros_like ones_like full_like rand_like randn_like empty_like clone tril triu
        add sub mul div pow exp log sqrt rsqrt abs neg square sin cos tanh sigmoid relu gelu silu matmul mm bmm cat stack softmax log_softmax where masked_fill
        eq ne lt le gt ge logical_not logical_and logical_or op_Addition op_Subtraction op_Multiply op_Division op_UnaryNegation op_Equality op_Inequality
        op_LessThan op_LessThanOrEqual op_GreaterThan op_GreaterThanOrEqual
        """));

    /// <summary>Of these, the ones whose result backward passes do not read, so that it may be written to although it holds examples.</summary>
    private static readonly ImmutableHashSet<string> BlankMemory = ImmutableHashSet.CreateRange(ModuleRows.Names("""
        zeros ones full rand randn zeros_like ones_like full_like rand_like randn_like new_zeros new_ones new_full clone
        """));

    /// <summary>Marks what was made here: constants, and batches that are made to be filled in.</summary>
    private static AbstractValue Fresh(string member, AbstractValue result, Frame frame)
    {
        if (frame.Construction is not null || result is not TensorValue { IsTrained: false, IsParameter: false, Shape: not null } made) return result;
        var name = member.Substring(member.LastIndexOf('.') + 1);
        return (made.HoldsExamples ? BlankMemory : NewMemory).Contains(name) ? made with { IsFresh = true } : result;
    }
}
